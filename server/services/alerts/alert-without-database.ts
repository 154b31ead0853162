import type { IncidentToTell, Told } from "@/server/domain/monitoring/alert-due";
import type { Channels, Sending } from "@/server/domain/monitoring/channel";
import { pauseAfter } from "@/server/domain/monitoring/delivery-times";
import { INCIDENT_KINDS } from "@/server/domain/monitoring/kinds";
import { keyOf, planAlerts } from "@/server/domain/monitoring/plan-alerts";
import type { PosixMs } from "@/server/domain/units";
import type { Logger } from "@/server/logger";
import { alertMessage } from "@/server/words/alert";

/** A time in which the database did not answer. */
export type Outage = {
  readonly beganMs: PosixMs;
  /** When it had lasted long enough to be an incident; null if it never did. */
  readonly noticedMs: PosixMs | null;
  /** Who was told of it. */
  readonly told: readonly Told[];
};

export type OutageAlarm = {
  /** The database did not answer: alerts whoever is to hear of it now. */
  away(nowMs: PosixMs): Promise<void>;
  /** It answers again. The outage that ended, for the books; null if there was none. */
  back(): Outage | null;
};

type AlarmContext = { readonly channels: Channels; readonly log: Logger; readonly signal: AbortSignal };

const KIND = "database-away";
const NEXT =
  "Look whether the database server runs, can be reached from here and takes writes. Nothing is paid meanwhile, and " +
  "nothing is lost";
/** It has no number yet. */
const UNWRITTEN = 0;

/**
 * Alerts from memory while nothing can be written, by the rules that hold for every incident: once, to others after
 * five minutes (nobody can acknowledge meanwhile), and reminders.
 */
export function createOutageAlarm({ channels, log, signal }: AlarmContext): OutageAlarm {
  let outage: { beganMs: PosixMs; noticedMs: PosixMs | null; told: Told[] } | null = null;
  const failures = new Map<string, { attempts: number; nextMs: PosixMs }>();

  async function tell(due: Omit<Told, "priority" | "queuedMs" | "isSummedUp">, beganMs: PosixMs, nowMs: PosixMs) {
    const channel = channels.all.find(({ name }) => name === due.channel);
    const { attempts, nextMs } = failures.get(due.channel) ?? { attempts: 0, nextMs: nowMs };
    if (!channel || nextMs > nowMs) return;
    const key = `outage:${beganMs}:${keyOf(due)}`;
    const sending: Sending = { id: key, key, nowMs, signal };
    const sent = await channel.send(alertMessage(due.event, incidentOf(beganMs), { siteUrl: null, nowMs }), sending);
    if (sent.ok || sent.isFinal) {
      failures.delete(due.channel);
      outage?.told.push({ ...due, priority: INCIDENT_KINDS[KIND].priority, queuedMs: nowMs, isSummedUp: false });
    } else {
      const pausedMs = Math.max(nowMs + pauseAfter(attempts + 1, Math.random()), sent.retryAtMs ?? 0);
      failures.set(due.channel, { attempts: attempts + 1, nextMs: pausedMs });
    }
    const problem = sent.ok ? sent.remark : sent.problem;
    log[sent.ok ? "info" : "warn"]({ channel: due.channel, key, problem }, "told without the database");
  }

  return {
    async away(nowMs) {
      outage ??= { beganMs: nowMs, noticedMs: null, told: [] };
      const { beganMs, told } = outage;
      if (nowMs - beganMs < INCIDENT_KINDS[KIND].opensAfterMs) return;
      outage.noticedMs ??= nowMs;
      const { reminderMs, all } = channels;
      const incidents = [toTell(outage.noticedMs)];
      const planned = planAlerts({ incidents, told, channels: all, reminderMs }, nowMs);
      await Promise.all(planned.flatMap(({ of }) => of.map((due) => tell(due, beganMs, nowMs))));
    },
    back() {
      const ended = outage;
      outage = null;
      failures.clear();
      return ended;
    },
  };
}

function toTell(openedMs: PosixMs): IncidentToTell {
  const { priority } = INCIDENT_KINDS[KIND];
  const open = { isAcknowledged: false, isResolved: false };
  return { id: UNWRITTEN, kind: KIND, subject: "", priority, causeId: null, openedMs, ...open };
}

function incidentOf(beganMs: PosixMs) {
  const { title, priority } = INCIDENT_KINDS[KIND];
  const fact = "The watch cannot read and write in the database";
  return {
    id: null,
    kind: KIND,
    title,
    priority,
    fact,
    next: NEXT,
    openedMs: beganMs,
    resolvedMs: null,
    dependents: [],
  };
}
