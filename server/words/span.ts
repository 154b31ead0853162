const UNITS = [
  { ms: 86_400_000, one: "day", many: "days" },
  { ms: 3_600_000, one: "hour", many: "hours" },
  { ms: 60_000, one: "minute", many: "minutes" },
  { ms: 1_000, one: "second", many: "seconds" },
] as const;

/** A length of time in the largest unit that leaves no rest: "90 minutes", "1 day", "1500 milliseconds". */
export function saySpan(ms: number): string {
  const unit = UNITS.find((candidate) => ms > 0 && ms % candidate.ms === 0);
  if (!unit) return `${ms} ${ms === 1 ? "millisecond" : "milliseconds"}`;
  const number = ms / unit.ms;
  return `${number} ${number === 1 ? unit.one : unit.many}`;
}

const LAST_DATE_MS = 8_640_000_000_000_000;

/** A moment, to the second; anybody's datum may hold one that no calendar has. */
export function sayMoment(timeMs: number): string {
  if (Math.abs(timeMs) > LAST_DATE_MS) return "a time that no calendar has";
  return `${new Date(timeMs).toISOString().replace("T", " ").slice(0, -5)} UTC`;
}
