import type { LookedAtPart } from "@/server/domain/health/part";

const MINUTE_MS = 60_000;

/**
 * How often an engine looks at a part that was well; what was not well is looked at each minute. What costs calls to
 * the chain source is looked at seldom: all of it comes to 2,000 calls a day. Never more seldom than each three
 * minutes: what an engine finds is an incident, and somebody is alerted of it in under five.
 */
export const LOOK_EVERY_MS: Record<LookedAtPart, number> = {
  source: 3 * MINUTE_MS,
  "second opinion": MINUTE_MS,
  clock: 3 * MINUTE_MS,
  oracle: MINUTE_MS,
  approvers: MINUTE_MS,
  "signers' versions": 3 * MINUTE_MS,
  operator: 3 * MINUTE_MS,
  reports: MINUTE_MS,
  pool: MINUTE_MS,
  "audit log": MINUTE_MS,
};

/** An older look says nothing about now. */
export const freshForMs = (part: LookedAtPart): number => 3 * LOOK_EVERY_MS[part];

/** A machine that has not looked for so long has no engine any more. */
export const LOOK_KEPT_MS = 24 * 60 * MINUTE_MS;

/** A web process, and a watch, say at least each minute how they are; one that has ended says nothing. */
export const LIVE_FRESH_MS = 3 * MINUTE_MS;
