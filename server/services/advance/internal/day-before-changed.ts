import type { Database, Transaction } from "@/db/client";
import type { ReportFacts } from "@/server/domain/report/facts";
import type { DayRow } from "../../day/move-day";
import { previousDay } from "../../day/previous-day";
import type { SnapshotRow } from "../../day/snapshot";
import { LostRace } from "../../lost-race";
import { findReportFacts } from "../../reports/find-report";

/** What a day's report names as the end of the day before; null before there is a report. */
type Named = ReportFacts["previous"] | null;
type Before = Awaited<ReturnType<typeof previousDay>>;

/**
 * Why a day that was read has to be read again: the day before has another report, or ended with another plan, than it
 * was read on and its own report names. Null while nothing of that is so, or the day before is not settled.
 */
export async function dayBeforeChanged(
  db: Database | Transaction,
  day: DayRow,
  snapshot: SnapshotRow,
): Promise<string | null> {
  return changeOf(await previousDay(db, day.dayIndex), snapshot, await endNamedBy(db, day));
}

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
  const changed = before?.settled === false ? NOT_SETTLED : changeOf(before, snapshot, named);
  if (changed !== null) throw new LostRace(changed);
}

function changeOf(before: Before, { previousReportHash }: SnapshotRow, named: Named): string | null {
  if (!before?.settled) return null;
  if (before.reportHash !== previousReportHash) return OTHER_REPORT;
  if (named?.kind !== "report") return null;
  const plan = named.end.kind === "paid" ? named.end.plan : null;
  return plan === before.planDigest ? null : OTHER_PLAN;
}

const NOT_SETTLED = "the day before is not settled any more";
const OTHER_REPORT = "the day before has another report than when it was read, so other amounts are carried";
const OTHER_PLAN = "the day before ended with another plan than its report names";
