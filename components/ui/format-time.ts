const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

function toIso(timeMs: number): string {
  const date = new Date(timeMs);
  if (Number.isNaN(date.getTime())) throw new RangeError(`Not a POSIX time in milliseconds: ${timeMs}`);
  return date.toISOString();
}

/** "2026-11-22 13:24:05 UTC", or to the minute: "2026-11-22 13:24 UTC". */
export function formatUtc(timeMs: number, precision: "second" | "minute" = "second"): string {
  const iso = toIso(timeMs);
  return `${iso.slice(0, 10)} ${iso.slice(11, precision === "minute" ? 16 : 19)} UTC`;
}

/** "2026-11-22", in UTC. */
export function formatUtcDate(timeMs: number): string {
  return toIso(timeMs).slice(0, 10);
}

/**
 * "3 minutes ago", "in 2 hours", "now" (under 45 s): the largest unit that is at least one, cut towards zero, so that a
 * unit counts only when it has passed.
 */
export function formatRelative(timeMs: number, nowMs: number, locale = "en"): string {
  const deltaMs = timeMs - nowMs;
  const sizeMs = Math.abs(deltaMs);
  const words = new Intl.RelativeTimeFormat(locale, { numeric: "auto", style: "long" });
  const count = (unitMs: number) => Math.sign(deltaMs) * Math.max(1, Math.floor(sizeMs / unitMs));
  if (sizeMs < 45 * SECOND_MS) return words.format(0, "second");
  if (sizeMs < HOUR_MS) return words.format(count(MINUTE_MS), "minute");
  if (sizeMs < DAY_MS) return words.format(count(HOUR_MS), "hour");
  // "numeric: always" from here on: "yesterday" for 30 hours ago may be the day before yesterday.
  const days = new Intl.RelativeTimeFormat(locale, { numeric: "always", style: "long" });
  return days.format(count(DAY_MS), "day");
}

/** "2 d 04:03:09" or "04:03:09"; a past time gives "00:00:00". Seconds are cut, not rounded. */
export function formatRemaining(remainingMs: number): string {
  const left = Math.max(0, remainingMs);
  const pad = (value: number) => Math.floor(value).toString().padStart(2, "0");
  const days = Math.floor(left / DAY_MS);
  const clock = [left % DAY_MS, left % HOUR_MS, left % MINUTE_MS];
  const [hours = 0, minutes = 0, seconds = 0] = clock;
  const text = `${pad(hours / HOUR_MS)}:${pad(minutes / MINUTE_MS)}:${pad(seconds / SECOND_MS)}`;
  return days > 0 ? `${days}\u00a0d\u00a0${text}` : text;
}

/** "850 ms", "4.2 s", "3 min 05 s", "2 h 14 min", "10 min": a duration. */
export function formatDuration(durationMs: number): string {
  const size = Math.max(0, durationMs);
  if (size < SECOND_MS) return `${Math.round(size)}\u00a0ms`;
  if (size < MINUTE_MS) return `${(Math.floor(size / 100) / 10).toFixed(1)}\u00a0s`;
  if (size < HOUR_MS) return twoUnits(size / MINUTE_MS, "min", (size % MINUTE_MS) / SECOND_MS, "s");
  return twoUnits(size / HOUR_MS, "h", (size % HOUR_MS) / MINUTE_MS, "min");
}

/** "5 s", "3 min 05 s", "2 h 14 min": how old something is, in whole seconds. */
export function formatAge(ageMs: number): string {
  if (ageMs < MINUTE_MS) return `${Math.max(0, Math.floor(ageMs / SECOND_MS))}\u00a0s`;
  return formatDuration(ageMs);
}

function twoUnits(large: number, largeUnit: string, small: number, smallUnit: string): string {
  const first = `${Math.floor(large)}\u00a0${largeUnit}`;
  const rest = Math.floor(small);
  return rest === 0 ? first : `${first}\u00a0${rest.toString().padStart(2, "0")}\u00a0${smallUnit}`;
}
