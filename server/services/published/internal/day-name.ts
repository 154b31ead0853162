import type { DayIndex } from "@/server/domain/units";
import { ServiceError } from "../../errors";

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const UTC_DAY_MS = 86_400_000;
/** A day's number is stored as a 32-bit integer. */
const LARGEST = 2 ** 31 - 1;

/** Reads a day's name: its number, or its UTC date if a day of the pool lasts 24 hours. Throws ServiceError. */
export function readDayName(text: string, intervalMs: number): DayIndex {
  if (/^\d{1,10}$/.test(text) && Number(text) <= LARGEST) return Number(text);
  if (!DATE.test(text)) {
    throw new ServiceError("bad-input", `"${text}" is not a day. Use its number, such as 20779.`);
  }
  if (intervalMs !== UTC_DAY_MS) {
    throw new ServiceError(
      "bad-input",
      "Days of this pool do not last 24 hours. Use the day's number instead of a date.",
    );
  }
  const timeMs = Date.parse(`${text}T00:00:00Z`);
  if (Number.isNaN(timeMs) || !new Date(timeMs).toISOString().startsWith(text)) {
    throw new ServiceError("bad-input", `${text} is not a date. Use one such as 2026-11-22.`);
  }
  return timeMs / UTC_DAY_MS;
}
