import { z } from "zod";
import type { Hex } from "../units";

/*
 * A secret ed25519 key as it stands in a file: ours, or a payment or stake key of cardano-cli, which holds the same 32
 * bytes in CBOR.
 */

const secretField = z.string().regex(/^[0-9a-f]{64}$/);
const ownSchema = z.object({ type: z.literal("ed25519"), secretKey: secretField });
const cardanoCliSchema = z.object({
  type: z.enum(["PaymentSigningKeyShelley_ed25519", "StakeSigningKeyShelley_ed25519"]),
  cborHex: z.string().regex(/^5820[0-9a-f]{64}$/),
});

export const PLAIN_KEY_FORMS =
  'It must be {"type":"ed25519","secretKey":"<64 lower-case hexadecimal digits>"}, as npm run keys -- new writes ' +
  "it, or a payment key of cardano-cli (PaymentSigningKeyShelley_ed25519) or its stake key.";

export type PlainKeyResult =
  | { readonly ok: true; readonly secretKey: Hex }
  /** Goes on from the file's name. Shows nothing of the file. */
  | { readonly ok: false; readonly problem: string };

/** Reads the document in a key file. */
export function readPlainKey(document: unknown): PlainKeyResult {
  const own = ownSchema.safeParse(document);
  if (own.success) return { ok: true, secretKey: own.data.secretKey };
  const foreign = cardanoCliSchema.safeParse(document);
  if (foreign.success) return { ok: true, secretKey: foreign.data.cborHex.slice(4) };
  return { ok: false, problem: problemOf(document) };
}

function problemOf(document: unknown): string {
  const { type } = z.object({ type: z.string() }).safeParse(document).data ?? {};
  if (type?.includes("VerificationKey")) return "holds a public key: name the file with its secret half (.skey).";
  if (type?.includes("ExtendedSigningKey")) return "holds an extended key of a wallet, which cannot be used here.";
  return "is not a key file.";
}
