import type { AttemptKind } from "@/server/domain/day/attempt-states";
import type { Finding } from "@/server/domain/monitoring/finding";
import type { DayIndex, Hex, PosixMs } from "@/server/domain/units";
import { sayAge } from "@/server/words/age";
import { sayPurpose } from "@/server/words/purpose";

const MINUTE_MS = 60_000;
/** Blocks come every 20 s, and what is sent lands in one of the next few. */
const UNSEEN_MS = 10 * MINUTE_MS;
/** So many must have come without it: where the chain is slow, nothing is wrong with the transaction. */
const UNSEEN_BLOCKS = 5;
/** The depth of a confirmation, twenty blocks by default, takes seven minutes. */
const SHALLOW_MS = 60 * MINUTE_MS;
/** Where a greater depth is asked for, twice as long as its blocks take. */
const SHALLOW_BLOCK_MS = 2 * 20_000;

/** A transaction that was sent for a day, and is not confirmed. */
export type OpenAttempt = {
  readonly dayIndex: DayIndex;
  readonly kind: AttemptKind;
  readonly batchNo: number;
  readonly txHash: Hex;
  /** When it was sent first or, once it is in a block, when that was made. Times are the chain's. */
  readonly sinceMs: PosixMs;
  /** Blocks that we have read from then on. */
  readonly blocks: number;
  readonly isInLedger: boolean;
  /** Its last slot is not over. */
  readonly canLand: boolean;
};

type JudgedAt = {
  readonly reachedMs: PosixMs;
  readonly nowMs: PosixMs;
  /** Of the operations in force. */
  readonly confirmDepth: number;
};

/** One finding for a day, by its oldest transaction: those that are built on it wait with it. */
export function judgeBatches(attempts: readonly OpenAttempt[], at: JudgedAt): Finding[] {
  const { reachedMs, nowMs } = at;
  const late = attempts.filter((attempt) => isLate(attempt, at)).sort((a, b) => a.sinceMs - b.sinceMs);
  return [...new Set(late.map(({ dayIndex }) => dayIndex))].flatMap((dayIndex) => {
    const [oldest, ...others] = late.filter((each) => each.dayIndex === dayIndex);
    if (!oldest) return [];
    const forMs = reachedMs - oldest.sinceMs;
    const more = others.length === 0 ? "" : ` So are ${others.length} more.`;
    return {
      kind: "batch-unconfirmed",
      subject: `day:${dayIndex}`,
      fact: `Transaction ${oldest.txHash} (${sayPurpose(oldest)} of day ${dayIndex}) ${stateOf(oldest, forMs)}.${more}`,
      next: "What the sources answered stands on the day's page. See that they follow the chain: npm run source -- inspect",
      sinceMs: nowMs - forMs,
    };
  });
}

function isLate({ isInLedger, sinceMs, blocks }: OpenAttempt, { reachedMs, confirmDepth }: JudgedAt): boolean {
  const forMs = reachedMs - sinceMs;
  if (isInLedger) return forMs >= Math.max(SHALLOW_MS, confirmDepth * SHALLOW_BLOCK_MS);
  return forMs >= UNSEEN_MS && blocks >= UNSEEN_BLOCKS;
}

function stateOf({ isInLedger, blocks, canLand }: OpenAttempt, forMs: number): string {
  if (isInLedger) return `has been in a block for ${sayAge(forMs)}, and is not confirmed: ${blocks} blocks deep`;
  const sent = `was sent ${sayAge(forMs)} ago, and is in none of the ${blocks} blocks since`;
  return canLand ? sent : `${sent}. It can land no more, and is built again once that is proven`;
}
