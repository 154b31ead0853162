import { countOf, TIME_UNITS } from "./time-units";

/** A length of time in the largest unit that leaves no rest: "90 minutes", "1 day", "1500 milliseconds". */
export function saySpan(ms: number): string {
  const unit = TIME_UNITS.find((candidate) => ms > 0 && ms % candidate.ms === 0) ?? { ms: 1, name: "millisecond" };
  return countOf(ms / unit.ms, unit.name);
}

const LAST_DATE_MS = 8_640_000_000_000_000;

/** A moment, to the second; anybody's datum may hold one that no calendar has. */
export function sayMoment(timeMs: number): string {
  if (Math.abs(timeMs) > LAST_DATE_MS) return "a time that no calendar has";
  return `${new Date(timeMs).toISOString().replace("T", " ").slice(0, -5)} UTC`;
}
