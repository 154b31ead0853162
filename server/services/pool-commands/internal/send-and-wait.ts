import { setTimeout as sleep } from "node:timers/promises";
import { hexToBytes } from "@noble/hashes/utils";
import type { LedgerState } from "@/server/chain/ledger-rules/ledger-state";
import type { BuiltTransaction } from "@/server/chain/transaction/assemble";
import type { ChainSource, TransactionSigner } from "@/server/domain/ports";
import type { Hex } from "@/server/domain/units";
import type { Expected } from "@/server/domain/verifier/expected";
import { ServiceError } from "../../errors";
import { demandAccepted } from "../../pool/demand-accepted";
import { signVerified } from "./sign-verified";

const ASK_AGAIN_MS = 500;
const RESEND_EVERY = 20;

/** What is sent, whatever it is; checked already. */
type Sent = Pick<BuiltTransaction, "txHash" | "validUntilSlot"> & {
  readonly signed: Hex;
  /** Whether what it is for is there by another transaction, which spends the same. */
  readonly isDone?: () => Promise<boolean>;
};

/** A transaction that nobody has signed, and what it is meant to be. */
export type ToSend = Pick<Sent, "isDone"> & {
  readonly built: BuiltTransaction;
  readonly expected: Expected;
  /** The ledger that it is for: every output that it names, and the governor's account. */
  readonly state: LedgerState;
  /** Throws where it may not go after all: signing and judging take seconds, in which other things go on. */
  readonly beforeSending?: () => Promise<void>;
};

/**
 * Verifies the bytes, signs, judges them by another library's ledger rules, sends, and waits until it is in a block;
 * resends until it expires. For commands that a person watches; payouts use attempts (services/payout). Throws
 * ServiceError; a difference from what is meant is one, before any key signs.
 */
export async function sendAndWait(
  source: ChainSource,
  signers: readonly TransactionSigner[],
  { built, expected, state, beforeSending, isDone }: ToSend,
  askAgainMs?: number,
): Promise<void> {
  const signed = signVerified(built, expected, signers);
  await demandAccepted(built.txHash, signed, state);
  await beforeSending?.();
  await waitUntilLanded(source, { ...built, signed, isDone }, askAgainMs);
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
