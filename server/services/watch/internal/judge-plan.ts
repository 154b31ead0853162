import type { StopReason } from "@/server/domain/day/stop-reason";
import type { Finding } from "@/server/domain/monitoring/finding";
import { openDeviations } from "@/server/domain/plan/deviations";
import { sayAnomaly } from "@/server/words/anomaly";
import { sayStopReason } from "@/server/words/stop-reason";
import type { DayRow } from "../../day/move-day";

type PlannedDay = Pick<DayRow, "dayIndex" | "state" | "findings" | "closing">;

/** Between its check and its Commit; a stopped day tells why it is stopped. One that pays nothing has no plan. */
const PLANNED: readonly DayRow["state"][] = ["CHECKED", "PREVIEW", "PROPOSED", "APPROVED"];

/** A day that differs much from those before it, though not enough to stop it. */
export function judgePlan(day: PlannedDay | null): Finding[] {
  if (!day || !PLANNED.includes(day.state) || day.closing !== null) return [];
  const deviations = openDeviations(day.findings ?? {});
  if (deviations.length === 0) return [];
  const fact = `Day ${day.dayIndex} differs much from the days before. ${deviations.slice(0, 5).map(sayAnomaly).join(" ")}`;
  const next = `See whether that is so: /admin/days/${day.dayIndex}. If in doubt, stop the day there before it is approved.`;
  return [{ kind: "plan-deviates", subject: `day:${day.dayIndex}`, fact, next, sinceMs: null }];
}

/** A stopped day, and what it shows of the machines that judge its transactions. */
export function judgeStopped({ dayIndex, stopReason }: Pick<DayRow, "dayIndex" | "stopReason">): Finding[] {
  const about = {
    subject: `day:${dayIndex}`,
    fact: `Day ${dayIndex} is stopped: ${sayStopReason(stopReason)}`,
    next: `Find the cause. What two people may do then stands on the day's page: /admin/days/${dayIndex}`,
    sinceMs: null,
  };
  const stopped = { kind: "day-stopped", ...about } as const;
  return doMachinesDiffer(stopReason) ? [{ ...about, kind: "machines-disagree" }, stopped] : [stopped];
}

/** Also where a person had stopped the day before. */
function doMachinesDiffer(reason: StopReason | null): boolean {
  if (reason?.kind === "by-person") return doMachinesDiffer(reason.and);
  // A script that both machines had passed, and the ledger did not, is the same.
  return reason?.kind === "machines-differ" || reason?.kind === "script-failed";
}
