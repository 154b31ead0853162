import type { DayIndex } from "@/server/domain/units";
import { ServiceError } from "../errors";

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const UTC_DAY_MS = 86_400_000;
/** A day's number is stored as a 32-bit integer. */
const LARGEST = 2 ** 31 - 1;

/** Reads what names a day: its number, or its UTC date where a day of the pool is one. Throws ServiceError. */
export function readDayName(text: string, intervalMs: number): DayIndex {
  if (/^\d{1,10}$/.test(text) && Number(text) <= LARGEST) return Number(text);
  if (!DATE.test(text)) {
    throw new ServiceError("bad-input", `"${text}" names no day. Give its number, such as 20779.`);
  }
  if (intervalMs !== UTC_DAY_MS) {
    throw new ServiceError(
      "bad-input",
      "Here a day is not 24 hours long, so a date does not name one. Give the day's number.",
    );
  }
  const timeMs = Date.parse(`${text}T00:00:00Z`);
  if (Number.isNaN(timeMs) || !new Date(timeMs).toISOString().startsWith(text)) {
    throw new ServiceError("bad-input", `${text} is not a date. Give one such as 2026-11-22.`);
  }
  return timeMs / UTC_DAY_MS;
}
