import { groupBy } from "../group-by";
import type { PosixMs } from "../units";
import {
  type AlertChannel,
  type AlertEvent,
  type Due,
  dueNow,
  type IncidentToTell,
  type Told,
  takersOf,
} from "./alert-due";

/** One message: of one incident, or a summary of several. All of `of` are of its channel and event. */
export type PlannedAlert = {
  readonly channel: string;
  readonly event: AlertEvent;
  readonly of: readonly [Due, ...Due[]];
};

export type AlertsSoFar = {
  readonly incidents: readonly IncidentToTell[];
  readonly told: readonly Told[];
  readonly channels: readonly AlertChannel[];
  readonly reminderMs: number | null;
};

/** More of one event to one channel within a minute are one message: people read the first few at most. */
const MOST_A_MINUTE = 10;
const MINUTE_MS = 60_000;

/** What has to be told now. Telling it, and planning again with that, tells nothing twice. */
export function planAlerts(soFar: AlertsSoFar, nowMs: PosixMs): PlannedAlert[] {
  const dues = allDue(soFar, nowMs);
  const toldTo = groupBy(soFar.told, nameOfLane);
  return [...groupBy(dues, nameOfLane)].flatMap(([lane, ofLane]) => bundle(ofLane, toldTo.get(lane) ?? [], nowMs));
}

const nameOfLane = ({ channel, event }: Pick<Told, "channel" | "event">) => `${channel} ${event}`;

function allDue({ incidents, told, channels, reminderMs }: AlertsSoFar, nowMs: PosixMs): Due[] {
  const toldOf = groupBy(told, ({ incidentId }) => incidentId);
  // The most urgent first: a summary begins with it.
  const sorted = [...incidents].sort((a, b) => a.priority - b.priority || a.id - b.id);
  return sorted.flatMap((incident) => {
    const toldAll = toldOf.get(incident.id) ?? [];
    const takers = takersOf(incident, channels);
    const hasOthers = channels.some(({ name, isEscalation }) => takers.has(name) && !isEscalation);
    return channels.flatMap((channel) => {
      const ofChannel = toldAll.filter(({ channel: name }) => name === channel.name);
      const takes = takers.has(channel.name);
      const due = dueNow({ incident, channel, takes, told: ofChannel, toldAll, hasOthers, reminderMs }, nowMs);
      return due ? [due] : [];
    });
  });
}

/** In a storm: a few by themselves, then one summary a minute. What has to wait is due again. */
function bundle(dues: readonly Due[], toldBefore: readonly Told[], nowMs: PosixMs): PlannedAlert[] {
  const [first, ...rest] = dues;
  if (!first) return [];
  const recent = toldBefore.filter(({ queuedMs }) => Math.abs(nowMs - queuedMs) < MINUTE_MS);
  if (recent.length >= MOST_A_MINUTE || recent.some(({ isSummedUp }) => isSummedUp)) return [];
  const { channel, event } = first;
  if (recent.length + dues.length > MOST_A_MINUTE && rest.length > 0) return [{ channel, event, of: [first, ...rest] }];
  return dues.map((due) => ({ channel, event, of: [due] }));
}

/** The key of an alert's delivery. `readKey` reads it. */
export function keyOf({ incidentId, event, count }: Due): string {
  return `incident:${incidentId}:${event}${event === "opened" || event === "resolved" ? "" : `:${count}`}`;
}

export function readKey(key: string): Pick<Due, "incidentId" | "event" | "count"> | null {
  const [, id, event, count = "1"] =
    /^incident:(\d+):(opened|raised|escalated|reminder|resolved)(?::(\d+))?$/.exec(key) ?? [];
  return event === undefined ? null : { incidentId: Number(id), event: event as AlertEvent, count: Number(count) };
}

/** Whether a message of this key is an alert, also a summary of several, and one that was told without the database. */
export const isAlertKey = (key: string): boolean => readKey(key.replace(/^(summary|outage:\d+):/, "")) !== null;
