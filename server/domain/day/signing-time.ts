import type { Settings } from "../contract/types";
import type { PosixMs } from "../units";
import type { Operations } from "./operations";

/** People who are asked for a signature have at least this long, however late a plan is proposed. */
const LEAST_SIGNING_MS = 10 * 60_000;

/**
 * What is wrong with the contract's longest window, or null. A plan's deadline is at most the window from now, less
 * two lifetimes of a transaction; signatures are of no use once only the shortest window is left before it. A window
 * that holds no more than these leaves nobody the time to sign.
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
 * Until when a plan can be signed and committed: the contract wants its least window between the Commit and the
 * deadline. Null while nothing is proposed.
 */
export function signUntilMs(
  { deadlineMs }: { readonly deadlineMs: PosixMs | null },
  { minWindowMs }: Pick<Settings, "minWindowMs">,
): PosixMs | null {
  return deadlineMs === null ? null : deadlineMs - minWindowMs;
}
