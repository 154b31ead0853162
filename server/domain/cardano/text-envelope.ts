import { z } from "zod";
import type { Hex } from "../units";

/*
 * cardano-cli's files of transactions and of signatures: JSON with a type, a description and CBOR in hex. The era in
 * the type is the one whose rules it was made for.
 */

const envelope = z.object({
  type: z.string(),
  description: z.string().optional(),
  cborHex: z.string().regex(/^([0-9a-f]{2})+$/),
});

const KINDS = {
  transaction: /^(Unwitnessed |Witnessed )?Tx ConwayEra$/,
  signature: /^TxWitness ConwayEra$/,
} as const;

/** What such a file holds, as CBOR in hex. Throws an Error in words. */
export function readTextEnvelope(json: unknown): { readonly kind: keyof typeof KINDS; readonly cbor: Hex } {
  const read = envelope.safeParse(json);
  if (!read.success)
    throw new Error('it should be {"type": …, "description": …, "cborHex": "<hex>"}, as cardano-cli writes');
  const { type, cborHex } = read.data;
  if (KINDS.transaction.test(type)) return { kind: "transaction", cbor: cborHex };
  if (KINDS.signature.test(type)) return { kind: "signature", cbor: cborHex };
  throw new Error(
    `its type is ${JSON.stringify(type.slice(0, 60))}; "Tx ConwayEra" or "TxWitness ConwayEra" is wanted`,
  );
}

/** A transaction as `cardano-cli transaction build` writes it, to be signed or witnessed by cardano-cli or a wallet. */
export function writeTransactionEnvelope(cbor: Hex, isSigned: boolean): string {
  const type = isSigned ? "Witnessed Tx ConwayEra" : "Unwitnessed Tx ConwayEra";
  return `${JSON.stringify({ type, description: "Ledger Cddl Format", cborHex: cbor }, null, 4)}\n`;
}
