import { countOf, TIME_UNITS } from "./time-units";

/** A length of time in its largest whole unit: "3 days", "1 hour", "0 seconds". */
export function sayAge(ms: number): string {
  const { ms: unitMs, name } = TIME_UNITS.find((each) => ms >= each.ms) ?? TIME_UNITS[3];
  return countOf(Math.floor(ms / unitMs), name);
}
