import { DAY_NAME, notADay } from "@/server/domain/day/day-name";
import type { DayIndex } from "@/server/domain/units";
import { ServiceError } from "../../errors";

const UTC_DAY_MS = 86_400_000;

/**
 * Reads a day's name: its number, or its UTC date if a day of the pool lasts 24 hours. Throws ServiceError: `bad-input`
 * for what is neither, `not-found` for a date that is none of the pool's.
 */
export function readDayName(text: string, intervalMs: number): DayIndex {
  if (!DAY_NAME.test(text)) throw new ServiceError("bad-input", notADay(text));
  if (!text.includes("-")) return Number(text);
  if (intervalMs !== UTC_DAY_MS) {
    const message = "Days of this pool do not last 24 hours. Use the day's number instead of a date.";
    throw new ServiceError("not-found", message);
  }
  const timeMs = Date.parse(`${text}T00:00:00Z`);
  if (Number.isNaN(timeMs) || !new Date(timeMs).toISOString().startsWith(text)) {
    throw new ServiceError("not-found", `There is no ${text} in the calendar.`);
  }
  return timeMs / UTC_DAY_MS;
}
