import { setTimeout as sleep } from "node:timers/promises";
import { hexToBytes } from "@noble/hashes/utils";
import { askJudge } from "@/server/chain/ledger-rules/ask-judge";
import type { LedgerState } from "@/server/chain/ledger-rules/ledger-state";
import type { BuiltTransaction } from "@/server/chain/transaction/assemble";
import type { ChainSource, TransactionSigner } from "@/server/domain/ports";
import type { Hex } from "@/server/domain/units";
import type { Expected } from "@/server/domain/verifier/expected";
import { ServiceError } from "../../errors";
import { signVerified } from "./sign-verified";

const ASK_AGAIN_MS = 500;
const RESEND_EVERY = 20;

/**
 * A transaction, what it is meant to be, and the ledger state that it is for: every output that it names, and the
 * governor's account.
 */
export type ToSend = {
  readonly built: BuiltTransaction;
  readonly expected: Expected;
  readonly state: LedgerState;
  /** Whether what it is for is there by another transaction, which spends the same. */
  readonly isDone?: () => Promise<boolean>;
};

/**
 * Verifies the bytes, signs, judges them by another library's ledger rules, sends, and waits until it is in a block;
 * resends until it expires. For commands that a person watches; payouts use attempts (services/payout). Throws
 * ServiceError; a difference from what is meant is one, before any key signs.
 */
export async function sendAndWait(
  source: ChainSource,
  signers: readonly TransactionSigner[],
  { built, expected, state, isDone }: ToSend,
  askAgainMs = ASK_AGAIN_MS,
): Promise<void> {
  const signed = signVerified(built, expected, signers);
  const errors = await askJudge({ kind: "ledger", transaction: signed, state });
  if (errors.length > 0) {
    throw new ServiceError(
      "unavailable",
      `transaction ${built.txHash} would be refused by the ledger, so it is not sent: ${errors.join("; ")}`,
    );
  }
  await waitUntilLanded(source, { ...built, signed, isDone }, askAgainMs);
}

/** Sends what is checked already, and waits until it is in a block; resends until it expires. Throws ServiceError. */
export async function waitUntilLanded(
  source: ChainSource,
  sent: Pick<BuiltTransaction, "txHash" | "validUntilSlot"> & Pick<ToSend, "isDone"> & { readonly signed: Hex },
  askAgainMs = ASK_AGAIN_MS,
): Promise<void> {
  const { txHash, validUntilSlot, signed, isDone } = sent;
  const bytes = hexToBytes(signed);
  for (let round = 0; ; round++) {
    const outcome = round % RESEND_EVERY === 0 ? await source.submit(bytes) : null;
    if ((await source.transactionPlace(txHash)) !== null || (await isDone?.())) return;
    if (outcome?.kind === "rejected")
      throw new ServiceError("unavailable", `the chain refuses ${txHash}: ${outcome.detail}`);
    if ((await source.tip()).slot > validUntilSlot) {
      throw new ServiceError(
        "unavailable",
        `${txHash} did not land before slot ${validUntilSlot} and has expired. Run the command again.`,
      );
    }
    await sleep(askAgainMs);
  }
}
