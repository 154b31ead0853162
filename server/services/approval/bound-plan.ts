import { eq } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { report } from "@/db/schema";
import { type BoundPlan, bindPlan } from "@/server/domain/plan/sign-request";
import type { PlanBinding } from "@/server/domain/ports";
import type { DayRow } from "../day/move-day";
import { ServiceError } from "../errors";
import type { LivePool } from "../pool/load-pool";

/** What a day's plan would be bound to if it were committed on the pool as it stands. */
export function bindingOf(pool: LivePool, deadlineMs: number): PlanBinding {
  const { datum, settings, row } = pool;
  return {
    network: settings.network,
    policyId: row.policyId,
    nonce: datum.nonce,
    previousPlan: datum.plan,
    previousLeft: datum.status.kind === "idle" ? datum.status.left : "",
    prizeAsset: settings.prizeAsset,
    deadlineMs,
  };
}

export async function reportTextOf(db: Database | Transaction, day: DayRow): Promise<string> {
  const [row] = day.reportHash
    ? await db.select({ body: report.body }).from(report).where(eq(report.hash, day.reportHash))
    : [];
  if (!row) throw new ServiceError("wrong-state", `day ${day.dayIndex} has no report yet`);
  return row.body;
}

/** The day's plan, computed again from its stored report. Throws if the report gives none. */
export function bindDayPlan(reportText: string, binding: PlanBinding): BoundPlan {
  const bound = bindPlan(reportText, binding);
  if (!bound.ok) throw new ServiceError("unavailable", `cannot make the plan: ${bound.problems.join("; ")}`);
  return bound.plan;
}
