import { setTimeout as sleep } from "node:timers/promises";
import { hexToBytes } from "@noble/hashes/utils";
import { askJudge } from "@/server/chain/ledger-rules/ask-judge";
import type { LedgerState } from "@/server/chain/ledger-rules/ledger-state";
import { type BuiltTransaction, signTransaction } from "@/server/chain/transaction/assemble";
import { keyHashOf } from "@/server/domain/cardano/key-hash";
import type { ChainSource, TransactionSigner } from "@/server/domain/ports";
import { ServiceError } from "../../errors";

const ASK_AGAIN_MS = 500;
const RESEND_EVERY = 20;

/** A transaction and the ledger state that it is for: every output that it names, and the governor's account. */
export type ToSend = { readonly built: BuiltTransaction; readonly state: LedgerState };

/**
 * Signs, checks by another library's ledger rules, sends, and waits until it is in a block; resends until it expires.
 * For commands that a person watches; payouts use attempts (services/payout). Throws ServiceError.
 */
export async function sendAndWait(
  source: ChainSource,
  signers: readonly TransactionSigner[],
  { built, state }: ToSend,
  askAgainMs = ASK_AGAIN_MS,
): Promise<void> {
  const signed = signTransaction(built.cbor, witnessesOf(built, signers));
  const errors = await askJudge({ kind: "ledger", transaction: signed, state });
  if (errors.length > 0) {
    throw new ServiceError(
      "unavailable",
      `transaction ${built.txHash} would be refused by the ledger, so it is not sent: ${errors.join("; ")}`,
    );
  }
  const bytes = hexToBytes(signed);
  for (let round = 0; ; round++) {
    const outcome = round % RESEND_EVERY === 0 ? await source.submit(bytes) : null;
    if ((await source.transactionPlace(built.txHash)) !== null) return;
    if (outcome?.kind === "rejected")
      throw new ServiceError("unavailable", `the chain refuses ${built.txHash}: ${outcome.detail}`);
    if ((await source.tip()).slot > built.validUntilSlot) {
      throw new ServiceError(
        "unavailable",
        `${built.txHash} did not land before slot ${built.validUntilSlot} and has expired. Run the command again.`,
      );
    }
    await sleep(askAgainMs);
  }
}

/** A signature of each key that the transaction needs. Throws ServiceError that names a missing key. */
export function witnessesOf(built: BuiltTransaction, signers: readonly TransactionSigner[]) {
  return built.requiredSigners.map((hash) => {
    const signer = signers.find((candidate) => keyHashOf(candidate.publicKey()) === hash);
    if (!signer)
      throw new ServiceError("bad-input", `the transaction needs the signature of key ${hash}, which is missing`);
    return { publicKey: signer.publicKey(), signature: signer.signTransactionId(built.txHash) };
  });
}
