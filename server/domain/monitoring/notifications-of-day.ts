import { type DayState, PAID_DAY_STATES } from "../day/states";
import type { StopReason } from "../day/stop-reason";
import { can } from "../people/roles";
import type { DayIndex, Lovelace, PosixMs } from "../units";
import { type Hearer, isHistory, type Notification, type Tidings } from "./notification";
import type { NotificationEventOf } from "./notification-events";

/** A day as it is now, which may be long after the event. */
export type DayNow = {
  readonly state: DayState;
  readonly lovelace: Lovelace | null;
  readonly outputs: number | null;
  readonly batches: number | null;
  readonly stopReason: StopReason | null;
  /** How often it was stopped: each stop is told once, however much is found while it lasts. */
  readonly stops: number;
};

type Seen = { readonly day: DayNow; readonly people: readonly Hearer[]; readonly nowMs: PosixMs };

/** How the keys of what waits for a day's signatures begin, and of what waits for the end of a stop. */
export const approvalKeys = (dayIndex: DayIndex) => `day:${dayIndex}:approval:`;
export const stopKeys = (dayIndex: DayIndex) => `day:${dayIndex}:stop:`;

/** What a move of a day is to people: only what is still so, and no history. */
export function notificationsOfDay(event: NotificationEventOf<"day.state">, { day, people, nowMs }: Seen): Tidings {
  const { dayIndex, from, state } = event.payload;
  const over = [
    ...(from === "PROPOSED" || from === "PART_PAID" ? [approvalKeys(dayIndex)] : []),
    ...(from === "FROZEN" ? [stopKeys(dayIndex)] : []),
  ];
  const isStopped = state === "FROZEN" && day.state === "FROZEN";
  if (isStopped) return { told: stoppedNotifications(dayIndex, day, people), over };
  return { told: isHistory(event, nowMs) ? [] : movedNotifications(event, day), over };
}

/** A stopped day waits for two people, so it is told also after a long time. */
function stoppedNotifications(
  dayIndex: DayIndex,
  { stopReason, stops }: DayNow,
  people: readonly Hearer[],
): readonly Notification[] {
  const said = {
    key: `${stopKeys(dayIndex)}${stops}`,
    what: { kind: "day-stopped", dayIndex, reason: stopReason },
  } as const;
  const ids = people.flatMap(({ id, role }) => (can(role, "day.release") ? [id] : []));
  return [
    { ...said, concern: "waits", to: { kind: "people", ids } },
    { ...said, concern: "happened", to: { kind: "everybody" } },
  ];
}

function movedNotifications({ payload }: NotificationEventOf<"day.state">, day: DayNow): readonly Notification[] {
  const { dayIndex, from, state, detail } = payload;
  const tell = (what: Notification["what"], key: string): Notification => ({
    key,
    concern: "happened",
    to: { kind: "team" },
    what,
  });
  if (state === "PAID" && PAID_DAY_STATES.includes(day.state)) {
    const { lovelace, outputs, batches } = day;
    if (lovelace === null || outputs === null || batches === null) return [];
    const paid = tell({ kind: "day-paid", dayIndex, lovelace, outputs, batches }, `day:${dayIndex}:paid`);
    return [paid, { ...paid, to: { kind: "public" } }];
  }
  if (from === "FROZEN" && day.state !== "FROZEN")
    return [tell({ kind: "day-released", dayIndex, detail }, `day:${dayIndex}:released:${day.stops}`)];
  if (day.state !== state) return [];
  if (state === "PART_PAID") return [tell({ kind: "day-part-paid", dayIndex }, `day:${dayIndex}:part-paid`)];
  if (state === "CLOSED") return [tell({ kind: "day-closed", dayIndex }, `day:${dayIndex}:closed`)];
  return [];
}
