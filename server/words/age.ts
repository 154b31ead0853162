const UNITS = [
  { ms: 86_400_000, name: "day" },
  { ms: 3_600_000, name: "hour" },
  { ms: 60_000, name: "minute" },
  { ms: 1_000, name: "second" },
] as const;

/** A length of time in its largest whole unit: "3 days", "1 hour", "0 seconds". */
export function sayAge(ms: number): string {
  const unit = UNITS.find((each) => ms >= each.ms) ?? UNITS[UNITS.length - 1];
  const count = Math.floor(ms / (unit?.ms ?? 1));
  return `${count} ${unit?.name}${count === 1 ? "" : "s"}`;
}
