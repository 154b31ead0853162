import type { Database, Transaction } from "@/db/client";
import type { DayRow } from "../../day/move-day";
import { previousDay } from "../../day/previous-day";
import type { SnapshotRow } from "../../day/snapshot";
import { findReportFacts } from "../../reports/find-report";

/**
 * Why a day that was read has to be read again: the day before has another report, or ended with another plan, than it
 * was read on and its own report names. Null while nothing of that is so, or the day before is not settled.
 */
export async function dayBeforeChanged(
  db: Database | Transaction,
  { dayIndex, reportHash }: DayRow,
  { previousReportHash }: SnapshotRow,
): Promise<string | null> {
  const before = await previousDay(db, dayIndex);
  if (!before?.settled) return null;
  if (before.reportHash !== previousReportHash) return OTHER_REPORT;
  const previous = reportHash === null ? null : (await findReportFacts(db, reportHash))?.previous;
  if (previous?.kind !== "report") return null;
  const named = previous.end.kind === "paid" ? previous.end.plan : null;
  return named === before.planDigest ? null : OTHER_PLAN;
}

const OTHER_REPORT = "the day before has another report than when it was read, so other amounts are carried";
const OTHER_PLAN = "the day before ended with another plan than its report names";
