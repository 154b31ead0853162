import type { Settings } from "../contract/types";
import type { PosixMs } from "../units";
import type { Operations } from "./operations";

/**
 * How long after the last deadline that it has signed for a state of the pool a signer may sign something else for it.
 * The ledger takes nothing after a deadline; the time is for blocks from before it, which a rollback may bring back. k
 * blocks take half a day.
 */
export const SIGNED_HOLDS_MS = 24 * 3_600_000;

/**
 * The furthest deadline, from its own clock, that a signer signs unless it is told another. So it is known when
 * whatever a lost record held has run out.
 */
export const LONGEST_DEADLINE_MS = 72 * 3_600_000;

/** The time to sign that people get at least, however late a plan is proposed. */
const LEAST_SIGNING_MS = 10 * 60_000;

/**
 * What is wrong with the contract's longest window, or null. A plan's deadline is at most that window from now, less
 * two transaction lifetimes, and signatures are useless once only the shortest window is left. If the longest window
 * holds no more than these, nobody has time to sign.
 */
export function findSigningTimeProblem(
  { minWindowMs, maxWindowMs }: Pick<Settings, "minWindowMs" | "maxWindowMs">,
  { transactionLifetimeMs }: Pick<Operations, "transactionLifetimeMs">,
): string | null {
  const takenMs = minWindowMs + 2 * transactionLifetimeMs;
  if (maxWindowMs - takenMs >= LEAST_SIGNING_MS) return null;
  return `is ${maxWindowMs}, which leaves ${Math.max(0, maxWindowMs - takenMs)} ms to sign a plan; it should be at least ${takenMs + LEAST_SIGNING_MS}: minWindowMs, twice operations.transactionLifetimeMs, and ten minutes to sign`;
}

/**
 * The deadline nearest to the wanted one that the contract takes: it leaves the shortest window and two lifetimes of a
 * transaction from the moment at which it can be committed, and stays within the longest window.
 */
export function boundDeadline(
  wantedMs: PosixMs,
  by: {
    readonly nowMs: PosixMs;
    /** When it can be committed at the earliest. */
    readonly fromMs: PosixMs;
    readonly settings: Pick<Settings, "minWindowMs" | "maxWindowMs">;
    readonly operations: Pick<Operations, "transactionLifetimeMs">;
  },
): PosixMs {
  const { minWindowMs, maxWindowMs } = by.settings;
  const spareMs = 2 * by.operations.transactionLifetimeMs;
  const latestMs = by.nowMs + maxWindowMs - spareMs;
  return Math.min(Math.max(wantedMs, by.fromMs + minWindowMs + spareMs), latestMs);
}

/**
 * Until when a plan can be signed and committed: the contract requires its shortest window between Commit and deadline.
 * Null if nothing is proposed.
 */
export function signUntilMs(
  { deadlineMs }: { readonly deadlineMs: PosixMs | null },
  { minWindowMs }: Pick<Settings, "minWindowMs">,
): PosixMs | null {
  return deadlineMs === null ? null : deadlineMs - minWindowMs;
}
