import type { PosixMs } from "@/server/domain/units";
import type { NextPayout } from "../../day/next-payout";
import type { Problem } from "../overview-types";

/** A plan that people should have approved by now, by the chain's clock. */
export function lateApproval(
  next: Pick<NextPayout, "dayIndex" | "state" | "times"> | null,
  now: { readonly timeMs: PosixMs } | null,
): Problem[] {
  if (!now || next?.state !== "PROPOSED" || now.timeMs <= (next.times.approvalDueMs ?? now.timeMs)) return [];
  const { dayIndex } = next;
  return [
    {
      tone: "waiting",
      title: `Day ${dayIndex}: approval overdue`,
      text: "Rewards stay owed and are paid once enough approvers have signed.",
      href: `/admin/days/${dayIndex}`,
    },
  ];
}
