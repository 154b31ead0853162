import type { Database } from "@/db/client";
import type { Manifest } from "@/server/domain/report/manifest";
import type { DayIndex } from "@/server/domain/units";
import { readLineage } from "../../payout/lineage";
import type { PlanOnChain } from "./plans-on-chain";

/**
 * What speaks against how the day before ended, as a report says it, by the chain; null if nothing does. A report that
 * pays is bound to what its predecessor left. One that pays nothing names what was open when it was made, which a
 * Resume may have paid since: its amounts do not follow from it.
 */
export async function judgeEnd(
  db: Database,
  { previous, batches }: Pick<Manifest, "previous" | "batches">,
  plans: ReadonlyMap<DayIndex, PlanOnChain>,
): Promise<string | null> {
  if (previous.kind === "checkpoint") return null;
  const { dayIndex, end } = previous;
  const plan = plans.get(dayIndex)?.plan ?? null;
  const said = end.kind === "closed" ? null : end.plan;
  if (said !== plan) {
    return `it says that the plan of day ${dayIndex} is ${said ?? "none"}; on chain is ${plan ?? "none"}`;
  }
  if (plan === null || batches.length === 0) return null;
  const left = (await readLineage(db, plan)).ended?.left ?? "";
  const named = end.kind === "part-paid" ? end.left : "";
  if (left === named) return null;
  return `it says that day ${dayIndex} left ${named || "nothing"} unpaid; by the chain it left ${left || "nothing"}`;
}
