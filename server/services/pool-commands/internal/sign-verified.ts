import { type BuiltTransaction, signTransaction } from "@/server/chain/transaction/assemble";
import { keyHashOf } from "@/server/domain/cardano/key-hash";
import type { TransactionSigner } from "@/server/domain/ports";
import type { Hex } from "@/server/domain/units";
import type { Expected } from "@/server/domain/verifier/expected";
import { verifyTransaction } from "@/server/domain/verifier/verify";
import { ServiceError } from "../../errors";

/**
 * The signed bytes. They are compared with what is meant before any key signs, and again with the signatures. Throws
 * ServiceError: `unavailable` that names every difference, `bad-input` that names a key which is missing.
 */
export function signVerified(built: BuiltTransaction, expected: Expected, signers: readonly TransactionSigner[]): Hex {
  verify(built.cbor, expected, false);
  const signed = signTransaction(built.cbor, witnessesOf(built, signers));
  verify(signed, expected, true);
  return signed;
}

function verify(cbor: Hex, expected: Expected, signed: boolean): void {
  const differences = verifyTransaction(cbor, expected, { signed });
  if (differences.length === 0) return;
  const what = `transaction ${expected.txHash} is not what was approved, so it is not sent`;
  throw new ServiceError("unavailable", `${what}: ${differences.join("; ")}`);
}

/** A signature of each key that the transaction needs. */
function witnessesOf(built: BuiltTransaction, signers: readonly TransactionSigner[]) {
  return built.requiredSigners.map((hash) => {
    const signer = signers.find((candidate) => keyHashOf(candidate.publicKey()) === hash);
    if (!signer)
      throw new ServiceError("bad-input", `the transaction needs the signature of key ${hash}, which is missing`);
    return { publicKey: signer.publicKey(), signature: signer.signTransactionId(built.txHash) };
  });
}
