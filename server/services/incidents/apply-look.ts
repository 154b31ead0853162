import type { Database, Transaction } from "@/db/client";
import { incidentLook, incidentSuspect } from "@/db/schema";
import { withTransaction } from "@/db/transaction";
import type { Look } from "@/server/domain/monitoring/finding";
import { judgeIncidents } from "@/server/domain/monitoring/judge-incidents";
import type { Suspect } from "@/server/domain/monitoring/judge-incidents-suspects";
import type { PosixMs } from "@/server/domain/units";
import { explain } from "./internal/explain";
import { lockOpening } from "./internal/lock-opening";
import { close, markSeen, markWell } from "./internal/move-open";
import { openFinding } from "./internal/open-finding";
import { holdOpen, toOpenIncident } from "./internal/rows";

/** By their numbers. */
export type AppliedLook = {
  readonly opened: readonly number[];
  readonly back: readonly number[];
  readonly closed: readonly number[];
};

/**
 * Opens, explains and closes incidents by what rules found. One transaction, and one at a time over all processes: each
 * sees what the other did, so the same look twice is as good as once.
 */
export async function applyLook(db: Database, look: Look, nowMs: PosixMs): Promise<AppliedLook> {
  return withTransaction(db, async (tx) => {
    await lockOpening(tx);
    const rows = await holdOpen(tx);
    const known = { open: rows.map(toOpenIncident), suspects: await loadSuspects(tx) };
    const { toOpen, seen, well, toClose, suspects } = judgeIncidents(known, look, nowMs);
    const byId = new Map(rows.map((row) => [row.id, row]));
    const opened: number[] = [];
    for (const finding of toOpen) opened.push(await openFinding(tx, finding, nowMs));
    for (const each of seen) await markSeen(tx, byId.get(each.id), each, nowMs);
    for (const each of well) await markWell(tx, byId.get(each.id), each.sinceMs, nowMs);
    for (const id of toClose) await close(tx, byId.get(id), nowMs);
    await explain(tx, nowMs);
    await storeSuspects(tx, known.suspects, suspects);
    await storeLook(tx, look, nowMs);
    return { opened, back: seen.filter(({ isBack }) => isBack).map(({ id }) => id), closed: toClose };
  });
}

async function loadSuspects(tx: Transaction): Promise<Suspect[]> {
  const rows = await tx.select().from(incidentSuspect);
  return rows.map(({ kind, subject, firstSeenAt, lastSeenAt }) => {
    return { kind, subject, firstSeenMs: firstSeenAt.getTime(), lastSeenMs: lastSeenAt.getTime() };
  });
}

/** A few rows at most, as storms are one. */
async function storeSuspects(tx: Transaction, before: readonly Suspect[], now: readonly Suspect[]): Promise<void> {
  if (before.length > 0) await tx.delete(incidentSuspect);
  if (now.length === 0) return;
  await tx.insert(incidentSuspect).values(
    now.map(({ kind, subject, firstSeenMs, lastSeenMs }) => {
      return { kind, subject, firstSeenAt: new Date(firstSeenMs), lastSeenAt: new Date(lastSeenMs) };
    }),
  );
}

async function storeLook(tx: Transaction, { unknown }: Look, nowMs: PosixMs): Promise<void> {
  const looked = { lookedAt: new Date(nowMs), unknown: [...new Set(unknown)] };
  await tx
    .insert(incidentLook)
    .values({ id: 1, ...looked })
    .onConflictDoUpdate({ target: incidentLook.id, set: looked });
}
