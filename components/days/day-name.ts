import { daysTexts } from "@/components/messages/days";
import { formatUtc, formatUtcDate } from "@/components/ui/format-time";

const UTC_DAY_MS = 86_400_000;

/** A day's UTC date, or its start and end if it does not last 24 hours. */
export function nameDay({ startMs, endMs }: { startMs: number; endMs: number }): string {
  if (endMs - startMs === UTC_DAY_MS) return formatUtcDate(startMs);
  return daysTexts.span(formatUtc(startMs, "minute").slice(0, 16), formatUtc(endMs, "minute").slice(11, 16));
}
