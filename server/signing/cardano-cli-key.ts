import { z } from "zod";
import type { Hex } from "@/server/domain/units";

/* The text envelopes of cardano-cli, for payment keys: 32 bytes in CBOR. */

const SECRET = "PaymentSigningKeyShelley_ed25519";
const PUBLIC = "PaymentVerificationKeyShelley_ed25519";
/** A byte string of 32 bytes. */
const HEAD = "5820";

const envelopeSchema = z.object({
  type: z.literal(SECRET),
  cborHex: z.string().regex(/^5820[0-9a-f]{64}$/),
});

/** The secret key of an envelope; null if it is none. */
export function readSigningEnvelope(value: unknown): Hex | null {
  return envelopeSchema.safeParse(value).data?.cborHex.slice(HEAD.length) ?? null;
}

/** What `cardano-cli address key-gen` writes: .skey and .vkey. */
export function writeEnvelope(kind: "secret" | "public", key: Hex): string {
  const [type, description] =
    kind === "secret" ? [SECRET, "Payment Signing Key"] : [PUBLIC, "Payment Verification Key"];
  return `${JSON.stringify({ type, description, cborHex: HEAD + key }, null, 4)}\n`;
}
