const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** A receiver that was away for a whole day loses nothing. What is older would tell nobody anything. */
export const GIVEN_UP_AFTER_MS = 48 * HOUR_MS;
export const KEPT_MS = 90 * 24 * HOUR_MS;

/** Longer than any try takes: who took a message and died leaves it to others after that. */
export const TAKEN_FOR_MS = MINUTE_MS;

/** No try is put off for so long: a later one is of a clock that was ahead, and is due now. */
export const NEVER_PUT_OFF_MS = 2 * HOUR_MS;

const FIRST_PAUSE_MS = 5_000;
const LONGEST_PAUSE_MS = 5 * MINUTE_MS;

/**
 * How long after its n-th try a message is tried again: twice as long each time, of which a random part (`dice` from 0
 * to 1) keeps many from coming at once.
 */
export function pauseAfter(attempts: number, dice: number): number {
  const pauseMs = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (attempts - 1));
  return Math.round(pauseMs * (0.5 + dice / 2));
}
