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

/** What is sent, whatever it is. */
type Sent = Pick<BuiltTransaction, "txHash" | "validUntilSlot"> & {
  readonly signed: Hex;
  /** Whether what it is for is there by another transaction, which spends the same. */
  readonly isDone?: () => Promise<boolean>;
};

/** With the ledger state that it is for: every output that it names, and the governor's account. */
type ToJudge = Sent & { readonly state: LedgerState };

/** A transaction that nobody has signed, and what it is meant to be. */
export type ToSend = Pick<ToJudge, "state" | "isDone"> & {
  readonly built: BuiltTransaction;
  readonly expected: Expected;
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
  askAgainMs?: number,
): Promise<void> {
  const signed = signVerified(built, expected, signers);
  await judgeAndWait(source, { ...built, signed, state, isDone }, askAgainMs);
}

/** The same of what is verified and signed already. */
export async function judgeAndWait(source: ChainSource, sent: ToJudge, askAgainMs?: number): Promise<void> {
  const errors = await askJudge({ kind: "ledger", transaction: sent.signed, state: sent.state });
  if (errors.length > 0) {
    throw new ServiceError(
      "unavailable",
      `transaction ${sent.txHash} would be refused by the ledger, so it is not sent: ${errors.join("; ")}`,
    );
  }
  await waitUntilLanded(source, sent, askAgainMs);
}

/** Sends what is checked already, and waits until it is in a block; resends until it expires. Throws ServiceError. */
export async function waitUntilLanded(
  source: ChainSource,
  { txHash, validUntilSlot, signed, isDone }: Sent,
  askAgainMs = ASK_AGAIN_MS,
): Promise<void> {
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
