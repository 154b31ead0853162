import type { Hex } from "@/server/domain/units";

/* The text envelopes of cardano-cli, for payment keys: 32 bytes in CBOR. They are read by readPlainKey. */

const SECRET = "PaymentSigningKeyShelley_ed25519";
const PUBLIC = "PaymentVerificationKeyShelley_ed25519";
/** A byte string of 32 bytes. */
const HEAD = "5820";

/** What `cardano-cli address key-gen` writes: .skey and .vkey. */
export function writeEnvelope(kind: "secret" | "public", key: Hex): string {
  const [type, description] =
    kind === "secret" ? [SECRET, "Payment Signing Key"] : [PUBLIC, "Payment Verification Key"];
  return `${JSON.stringify({ type, description, cborHex: HEAD + key }, null, 4)}\n`;
}
