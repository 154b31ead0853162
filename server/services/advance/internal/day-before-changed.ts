import type { Database, Transaction } from "@/db/client";
import { toCanonicalJson } from "@/server/domain/canonical";
import type { ReportFacts } from "@/server/domain/report/facts";
import type { DayRow } from "../../day/move-day";
import { isSameOpen, type OpenPlan, openPlanOf } from "../../day/open-plan";
import { previousDay } from "../../day/previous-day";
import { openOf, type SnapshotRow } from "../../day/snapshot";
import { LostRace } from "../../lost-race";
import { type LivePool, loadLivePool } from "../../pool/load-pool";
import { findReportFacts } from "../../reports/find-report";

/** What a day's report names as the end of the day before; null before there is a report. */
type Named = ReportFacts["previous"] | null;
type Before = Awaited<ReturnType<typeof previousDay>>;

/**
 * Why a day that was read has to be read again: the day before has another report, or ended with another plan, than it
 * was read on and its own report names, or the pool's last plan has left something else unpaid. Null while nothing of
 * that is so, or the day before is not settled.
 */
export async function dayBeforeChanged(
  db: Database | Transaction,
  day: DayRow,
  { snapshot, pool }: ReadOn,
): Promise<string | null> {
  return changeOf(await previousDay(db, day.dayIndex), { snapshot, pool }, await endNamedBy(db, day));
}

type ReadOn = { readonly snapshot: SnapshotRow; readonly pool: LivePool };

/** By the report that the day has. */
export async function endNamedBy(db: Database | Transaction, { reportHash }: DayRow): Promise<Named> {
  const facts = reportHash === null ? null : await findReportFacts(db, reportHash);
  return facts?.previous ?? null;
}

/** Throws LostRace if the day before is not settled, or has changed; `named` is what a report is to say of it. */
export async function demandDayBefore(
  tx: Transaction,
  { dayIndex }: Pick<DayRow, "dayIndex">,
  snapshot: SnapshotRow,
  named: Named,
): Promise<void> {
  const before = await previousDay(tx, dayIndex);
  const pool = await loadLivePool(tx);
  if (!pool) throw new LostRace("the pool is not to be seen any more");
  const changed = before?.settled === false ? NOT_SETTLED : changeOf(before, { snapshot, pool }, named);
  if (changed !== null) throw new LostRace(changed);
}

function changeOf(before: Before, { snapshot, pool }: ReadOn, named: Named): string | null {
  const open = openPlanOf(pool);
  if (before && !before.settled) return null;
  if (pool.datum.status.kind === "paying") return PAYING;
  if ((before?.reportHash ?? null) !== snapshot.previousReportHash) return OTHER_REPORT;
  if (!isSameOpen(open, openOf(snapshot))) return OTHER_REST;
  if (before === null || named?.kind !== "report") return null;
  return toCanonicalJson(named.end) === toCanonicalJson(endOf(before, open)) ? null : OTHER_PLAN;
}

/** How a settled day ended, as the next report names it. */
export function endOf({ planDigest: plan }: DayRow, open: OpenPlan | null): ReportEnd {
  if (plan === null) return { kind: "closed" };
  return open?.plan === plan ? { kind: "part-paid", plan, left: open.left } : { kind: "paid", plan };
}

type ReportEnd = Extract<ReportFacts["previous"], { kind: "report" }>["end"];

const OTHER_REST = "the pool's last plan has left other batches unpaid than when the day was read";
const PAYING = "the pool is paying an earlier plan";
const NOT_SETTLED = "the day before is not settled any more";
const OTHER_REPORT = "the day before has another report than when it was read, so other amounts are carried";
const OTHER_PLAN = "the day before ended with another plan than its report names";
