import { and, gt, inArray, isNotNull, isNull, or } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { delivery, incident } from "@/db/schema";
import { withTransaction } from "@/db/transaction";
import type { IncidentToTell, Told } from "@/server/domain/monitoring/alert-due";
import type { Channels } from "@/server/domain/monitoring/channel";
import { keyOf, type PlannedAlert, planAlerts as planDue, readKey } from "@/server/domain/monitoring/plan-alerts";
import type { PosixMs } from "@/server/domain/units";
import { type AlertIncident, alertMessage, summaryMessage } from "@/server/words/alert";
import { queueMessage } from "./queue-message";

export type AlertContext = {
  readonly db: Database;
  /** The public address of the site, which links begin with. */
  readonly siteUrl: string;
};

/** That an incident is over is told for so long: a watch that was away for a weekend says so of Friday's. */
const TOLD_FOR_MS = 3 * 24 * 60 * 60_000;

/**
 * Queues what channels have to be told of incidents now, and says how many messages that is. Two processes that plan at
 * once queue nothing twice, by the keys of what they queue.
 */
export function planAlerts({ db, siteUrl }: AlertContext, channels: Channels, nowMs: PosixMs): Promise<number> {
  if (channels.all.length === 0) return Promise.resolve(0);
  return withTransaction(db, async (tx) => {
    const rows = await readIncidents(tx, nowMs);
    const told = await readTold(tx, [...rows.keys()]);
    const incidents = [...rows.values()].map(({ toTell }) => toTell);
    const planned = planDue({ incidents, told, channels: channels.all, reminderMs: channels.reminderMs }, nowMs);
    let queued = 0;
    for (const alert of planned) if (await queueAlert(tx, alert, { rows, siteUrl, nowMs })) queued++;
    return queued;
  });
}

type Row = { readonly toTell: IncidentToTell; readonly shown: AlertIncident };
type Rows = ReadonlyMap<number, Row>;

async function readIncidents(tx: Transaction, nowMs: PosixMs): Promise<Rows> {
  const found = await tx
    .select()
    .from(incident)
    .where(or(isNull(incident.resolvedAt), gt(incident.resolvedAt, new Date(nowMs - TOLD_FOR_MS))));
  const rows = found.map((row): [number, Row] => {
    const dependents = found.filter(({ causeId, resolvedAt }) => causeId === row.id && resolvedAt === null);
    const openedMs = row.openedAt.getTime();
    const toTell = {
      ...row,
      openedMs,
      isAcknowledged: row.acknowledgedAt !== null,
      isResolved: row.resolvedAt !== null,
    };
    return [row.id, { toTell, shown: { ...row, openedMs, resolvedMs: row.resolvedAt?.getTime() ?? null, dependents } }];
  });
  return new Map(rows);
}

async function readTold(tx: Transaction, incidentIds: readonly number[]): Promise<Told[]> {
  if (incidentIds.length === 0) return [];
  const { channel, key, message, queuedAt, state } = delivery;
  const rows = await tx
    .select({ channel, key, message, queuedAt, state })
    .from(delivery)
    .where(and(isNotNull(delivery.incidentId), inArray(delivery.incidentId, [...incidentIds])));
  return rows.flatMap((row) => {
    const read = readKey(row.key);
    if (!read) return [];
    const { priority } = row.message;
    const isSummedUp = row.state === "summed-up";
    return [{ ...read, channel: row.channel, priority, queuedMs: row.queuedAt.getTime(), isSummedUp }];
  });
}

type Telling = { readonly rows: Rows; readonly siteUrl: string; readonly nowMs: PosixMs };

/** Whether a message is new. Of a summary each incident has its own row as well, which says that it was told. */
async function queueAlert(tx: Transaction, { channel, event, of }: PlannedAlert, telling: Telling): Promise<boolean> {
  const { rows, siteUrl, nowMs } = telling;
  const isSummary = of.length > 1;
  let isNew = false;
  for (const due of of) {
    const shown = shownOf(rows, due.incidentId);
    const message = alertMessage(event, shown, { siteUrl, nowMs });
    const state = isSummary ? "summed-up" : "waiting";
    const queued = { channel, key: keyOf(due), message, incidentId: due.incidentId, nowMs, state } as const;
    if (await queueMessage(tx, queued)) isNew = true;
  }
  if (!isSummary || !isNew) return isNew;
  const message = summaryMessage(
    event,
    of.map(({ incidentId }) => shownOf(rows, incidentId)),
    siteUrl,
  );
  return queueMessage(tx, { channel, key: `summary:${keyOf(of[0])}`, message, incidentId: null, nowMs });
}

function shownOf(rows: Rows, id: number): AlertIncident {
  const row = rows.get(id);
  if (!row) throw new Error(`incident ${id} was planned for, and not read`);
  return row.shown;
}
