import { formatUtc, formatUtcDate } from "@/components/ui/format-time";

const UTC_DAY_MS = 86_400_000;

/** What a day is called beside its number: its UTC date, or when it was where a day is shorter or longer. */
export function nameDay({ startMs, endMs }: { startMs: number; endMs: number }): string {
  if (endMs - startMs === UTC_DAY_MS) return formatUtcDate(startMs);
  return `${formatUtc(startMs, "minute").slice(0, 16)} to ${formatUtc(endMs, "minute").slice(11, 16)}`;
}
