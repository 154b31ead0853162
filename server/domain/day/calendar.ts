import type { DayIndex, PosixMs } from "../units";

/** `floor(posix / interval)`: days are UTC if the interval is 24 hours. Chain time, never the machine's. */
export function dayIndexOf(posixMs: PosixMs, intervalMs: number): DayIndex {
  checkInterval(intervalMs);
  return Math.floor(posixMs / intervalMs);
}

export function dayStartMs(dayIndex: DayIndex, intervalMs: number): PosixMs {
  checkInterval(intervalMs);
  return dayIndex * intervalMs;
}

/** The first moment after the day. */
export function dayEndMs(dayIndex: DayIndex, intervalMs: number): PosixMs {
  return dayStartMs(dayIndex + 1, intervalMs);
}

function checkInterval(intervalMs: number): void {
  if (Number.isSafeInteger(intervalMs) && intervalMs > 0) return;
  throw new RangeError(`the interval must be a whole number of milliseconds above 0, not ${intervalMs}`);
}
