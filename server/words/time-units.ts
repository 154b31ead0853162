/** The largest first. */
export const TIME_UNITS = [
  { ms: 86_400_000, name: "day" },
  { ms: 3_600_000, name: "hour" },
  { ms: 60_000, name: "minute" },
  { ms: 1_000, name: "second" },
] as const;

/** "1 day", "2 days". */
export const countOf = (number: number, name: string): string => `${number} ${name}${number === 1 ? "" : "s"}`;
