import { hexToBytes } from "@noble/hashes/utils";
import { judgeSignature } from "../cardano/ed25519";
import { keyHashOf } from "../cardano/key-hash";
import { type KeySignature, readSignatures } from "../cardano/witness-set";
import type { Hex } from "../units";

export type GivenWitnesses =
  | { readonly ok: true; readonly signatures: readonly KeySignature[] }
  /** In words; `unreadable` where nothing can be read of it. */
  | { readonly ok: false; readonly kind: "unreadable" | "wrong"; readonly problem: string };

/**
 * The one rule for what a wallet's `signTx` answers (CIP-30: a witness set; a whole transaction is taken too), in the
 * browser before it is sent and in the server: the signature of each of `signers` (key hashes) over the transaction.
 * Others are left.
 */
export function judgeWitnesses(answer: string, txHash: Hex, signers: readonly Hex[]): GivenWitnesses {
  let given: readonly KeySignature[];
  try {
    given = readSignatures(answer);
  } catch (error) {
    const problem = `the wallet's answer holds no signatures: ${(error as Error).message}`;
    return { ok: false, kind: "unreadable", problem };
  }
  const signatures: KeySignature[] = [];
  for (const hash of signers) {
    const found = given.find(({ publicKey }) => keyHashOf(publicKey) === hash);
    if (!found) {
      const problem = `the wallet did not sign with its key ${hash}, whose money is spent. Select the account that pays`;
      return { ok: false, kind: "wrong", problem };
    }
    const { signature, publicKey } = found;
    if (judgeSignature(hexToBytes(signature), hexToBytes(txHash), hexToBytes(publicKey)) !== "right") {
      const problem = "the wallet signed another transaction than the one it was given. Use another wallet";
      return { ok: false, kind: "wrong", problem };
    }
    signatures.push(found);
  }
  return { ok: true, signatures };
}
