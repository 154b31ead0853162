import type { Settings } from "../contract/types";
import type { PosixMs } from "../units";
import type { Operations } from "./operations";

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
 * Until when a plan can be signed and committed: the contract requires its shortest window between Commit and deadline.
 * Null if nothing is proposed.
 */
export function signUntilMs(
  { deadlineMs }: { readonly deadlineMs: PosixMs | null },
  { minWindowMs }: Pick<Settings, "minWindowMs">,
): PosixMs | null {
  return deadlineMs === null ? null : deadlineMs - minWindowMs;
}
