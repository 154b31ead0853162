/** How long a page waits before it asks again. */
const USUAL_MS = 10_000;
const LONGEST_MS = 5 * 60_000;

/**
 * Doubles with each failure in a row up to five minutes, and is never shorter than what the server asks for. The second
 * half is by chance (`random`, from 0 to 1): pages that lost the server together do not all come back together.
 */
export function nextDelayMs(failures: number, random: number, retryAfterMs = 0): number {
  const usual = Math.min(LONGEST_MS / 2, USUAL_MS * 2 ** failures);
  return Math.max(usual, retryAfterMs) + usual * random;
}
