import type { PosixMs } from "../units";
import type { Channel } from "./channel";
import type { IncidentKind } from "./kinds";
import { LEAST_ANSWERED, type Priority, wakesPeople } from "./priority";

export type AlertEvent = "opened" | "raised" | "escalated" | "reminder" | "resolved";

/** What of an incident decides who is told, and when. */
export type IncidentToTell = {
  readonly id: number;
  readonly kind: IncidentKind;
  readonly subject: string;
  readonly priority: Priority;
  /** The incident that explains it, and is told in its place. */
  readonly causeId: number | null;
  readonly openedMs: PosixMs;
  readonly isAcknowledged: boolean;
  readonly isResolved: boolean;
};

/** What a channel was told of an incident. */
export type Told = {
  readonly channel: string;
  readonly incidentId: number;
  readonly event: AlertEvent;
  /** Which of several reminders or escalations; the priority from then on, where it was raised. */
  readonly count: number;
  /** The incident's at that time; null where it was resolved. */
  readonly priority: Priority | null;
  readonly queuedMs: PosixMs;
  /** It was told by a summary of several. */
  readonly isSummedUp: boolean;
};

export type AlertChannel = Omit<Channel, "send" | "kind">;

/** One thing to tell one channel of one incident. */
export type Due = Pick<Told, "channel" | "incidentId" | "event" | "count">;

const MINUTE_MS = 60_000;

/**
 * When others are called in, if nobody acknowledges. Three times: somebody asleep may miss one call, and whoever misses
 * three is not there. Reminders go on.
 */
export const ESCALATIONS_MS: readonly number[] = [5 * MINUTE_MS, 20 * MINUTE_MS, 35 * MINUTE_MS];

/** What was told, or opened, further ahead than clocks of two machines differ is of a clock that was put back since. */
const MOST_AHEAD_MS = 5 * MINUTE_MS;

/** Of what somebody does today: more often would be noise. What is less urgent is not told twice. */
const DAILY_MS = 24 * 60 * MINUTE_MS;

/** Of one incident and one channel. */
export type Situation = {
  readonly incident: IncidentToTell;
  readonly channel: AlertChannel;
  /** Whether the incident goes to it, by `takersOf`. */
  readonly takes: boolean;
  /** Of this incident: to this channel, and to all. */
  readonly told: readonly Told[];
  readonly toldAll: readonly Told[];
  /** Whether others hear of the incident before an escalation does. */
  readonly hasOthers: boolean;
  readonly reminderMs: number | null;
};

/**
 * What a channel has to be told of an incident now; null for nothing. Whoever acknowledged looks after it: nobody is
 * told any more until it is resolved, which all are told who had heard of it. Only where it became more urgent since it
 * was told, as a cause does when payouts are late by it, all hear of it once more.
 */
export function dueNow(situation: Situation, nowMs: PosixMs): Due | null {
  const { incident, channel, takes, told } = situation;
  const tell = (event: AlertEvent, count = 1): Due => ({
    channel: channel.name,
    incidentId: incident.id,
    event,
    count,
  });
  if (incident.isResolved) return told.length > 0 && !has(told, "resolved") ? tell("resolved") : null;
  if (incident.causeId !== null || !takes) return null;
  if (isRaised(situation)) return tell("raised", incident.priority);
  if (incident.isAcknowledged) return null;
  if (channel.isEscalation) {
    const count = escalationsDue(situation, nowMs);
    if (count > countOf(told, "escalated")) return tell("escalated", count);
  } else if (told.length === 0) return tell("opened");
  return isReminderDue(situation, nowMs) ? tell("reminder", countOf(told, "reminder") + 1) : null;
}

/** Whether this channel knows less of its urgency than there is. One that knew nothing is told that it is open. */
function isRaised({ incident, channel, told, toldAll }: Situation): boolean {
  const isMore = ({ priority }: Told) => priority !== null && incident.priority < priority;
  if (channel.isEscalation || !toldAll.some(isMore)) return false;
  return told.length > 0 ? told.every(isMore) : incident.isAcknowledged;
}

const has = (told: readonly Told[], event: AlertEvent) => told.some((each) => each.event === event);

/** The highest count of an event that was told. */
function countOf(told: readonly Told[], event: AlertEvent): number {
  return Math.max(0, ...told.filter((each) => each.event === event).map(({ count }) => count));
}

/**
 * Counted from when others were first told that it is so urgent: before that nobody could have acknowledged it. Where
 * only a clock that was put back knows when that was, the next one is due: nobody waits until it has caught up.
 */
function escalationsDue({ incident, told, toldAll, hasOthers }: Situation, nowMs: PosixMs): number {
  if (!wakesPeople(incident.priority)) return 0;
  const urgent = toldAll.filter(({ priority }) => priority === incident.priority).map(({ queuedMs }) => queuedMs);
  if (urgent.length === 0 && hasOthers) return 0;
  const since = knownTimes(urgent.length === 0 ? [incident.openedMs] : urgent, nowMs);
  if (since.length === 0) return Math.min(countOf(told, "escalated") + 1, ESCALATIONS_MS.length);
  return ESCALATIONS_MS.filter((afterMs) => nowMs - Math.min(...since) >= afterMs).length;
}

function isReminderDue({ incident: { priority }, told, reminderMs }: Situation, nowMs: PosixMs): boolean {
  if (reminderMs === null || told.length === 0 || priority > LEAST_ANSWERED) return false;
  const afterMs = wakesPeople(priority) ? reminderMs : Math.max(reminderMs, DAILY_MS);
  const known = knownTimes(
    told.map(({ queuedMs }) => queuedMs),
    nowMs,
  );
  return nowMs - Math.max(...known) >= afterMs;
}

const knownTimes = (times: readonly PosixMs[], nowMs: PosixMs) => times.filter((ms) => ms - nowMs < MOST_AHEAD_MS);

/**
 * The channels that an incident goes to, by their names. Of a channel that fails the others are told, never itself; if
 * none of them takes so little, all the others.
 */
export function takersOf(incident: IncidentToTell, channels: readonly AlertChannel[]): ReadonlySet<string> {
  const isOwn = ({ name }: AlertChannel) => incident.kind === "channel-failing" && incident.subject === name;
  const others = channels.filter((channel) => channel.audience === "staff" && !isOwn(channel));
  const takers = others.filter(({ lowestPriority }) => incident.priority <= lowestPriority);
  const isHeard = incident.kind !== "channel-failing" || takers.some(({ isEscalation }) => !isEscalation);
  return new Set((isHeard ? takers : others).map(({ name }) => name));
}
