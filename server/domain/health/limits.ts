const MINUTE_MS = 60_000;

/** A job is due every few seconds, by a cron service each minute; one round may calculate for some minutes. */
export const RUN_LATE_MS = 3 * MINUTE_MS;
export const RUN_LOST_MS = 15 * MINUTE_MS;

/** Further behind than this, answers are out of date. About ten minutes on a public network. */
export const MOST_LAG_BLOCKS = 30;
/** Between our scan and the tip it saw, for days to move. A scan that keeps up has none, or a few. */
export const MOST_BLOCKS_BEHIND = 10;

/** Blocks come every 20 s; on the public networks the longest gaps are a few minutes. */
export const LONGEST_GAP_MS = 15 * MINUTE_MS;
/** The time of the newest block may be so far ahead of the machine's clock: clocks differ by seconds. */
export const MOST_AHEAD_MS = 30_000;

/** Of a disk: a day of a million lines takes some 400 MiB. */
export const ENOUGH_FREE_BYTES = 1_024n * 1_048_576n;
/**
 * A site whose newest block is older shows the past. Longer than it takes until a chain that makes no blocks has an
 * incident of its own, which then explains this one.
 */
export const SITE_STALE_MS = 20 * MINUTE_MS;

/** Long enough to look into something, and short enough that a day is still paid in time. */
export const LONG_PAUSE_MS = 2 * 60 * MINUTE_MS;
