import type { Database, Transaction } from "@/db/client";
import { type BoundPlan, bindPlan, type PlanFacts } from "@/server/domain/plan/sign-request";
import type { PlanBinding, ReportTexts } from "@/server/domain/ports";
import { verifyReport } from "@/server/domain/report/read-report";
import type { DayRow } from "../day/move-day";
import { ServiceError } from "../errors";
import { findReport, findReportFacts } from "../reports/find-report";

/** The day's report, part by part, for whoever signs. Throws ServiceError `wrong-state` if there is none. */
export async function reportTextsOf(db: Database, day: DayRow): Promise<ReportTexts> {
  return (day.reportHash ? await findReport(db, day.reportHash) : null) ?? refuse(day);
}

/**
 * Reads the whole stored report of a day and adds it up, before anyone is asked to sign it. From then on its hash
 * stands for it. No transaction is open meanwhile. Throws ServiceError `unavailable` if it is not what it should be.
 */
export async function verifyDayReport(db: Database, day: DayRow): Promise<ReportTexts> {
  const texts = await reportTextsOf(db, day);
  const verified = await verifyReport(texts);
  if (!verified.ok) throw unavailable(verified.problems);
  if (verified.hash !== day.reportHash) throw unavailable([`the stored report has the hash ${verified.hash}`]);
  return texts;
}

/**
 * The day's plan, by what was computed from its report's lines and is kept by its hash. Throws ServiceError
 * `wrong-state` if there is no report, `unavailable` if it gives no plan.
 */
export async function bindDayPlan(db: Database | Transaction, day: DayRow, binding: PlanBinding): Promise<BoundPlan> {
  const facts: PlanFacts = (day.reportHash ? await findReportFacts(db, day.reportHash) : null) ?? refuse(day);
  const bound = bindPlan(facts, binding);
  if (!bound.ok) throw unavailable(bound.problems);
  return bound.plan;
}

function refuse(day: DayRow): never {
  throw new ServiceError("wrong-state", `day ${day.dayIndex} has no report yet`);
}

function unavailable(problems: readonly string[]): ServiceError {
  return new ServiceError("unavailable", `cannot make the plan: ${problems.join("; ")}`);
}
