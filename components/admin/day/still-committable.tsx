import { stoppedDayTexts } from "@/components/messages/stopped-day";
import { Time } from "@/components/ui/time";
import { type DayState, SIGNED_DAY_STATES } from "@/server/domain/day/states";
import type { DayToApprove } from "@/server/services/approval/read-day-to-approve";

const texts = stoppedDayTexts.committable;
const BEFORE_COMMIT: readonly DayState[] = ["PROPOSED", "APPROVED"];

/** What is known of a plan that was proposed and is not on chain. */
export type CommittablePlan = { readonly approvals: number; readonly threshold: number; readonly deadlineMs: number };

/** Null for a day whose plan nobody was asked to sign, or is committed. */
export function committablePlanOf({ day, signatures, threshold }: DayToApprove): CommittablePlan | null {
  const standing = day.frozenFrom ?? day.state;
  if (!BEFORE_COMMIT.includes(standing) || day.deadlineMs === null) return null;
  const approvals = signatures.filter(({ role }) => role === "approver").length;
  return { approvals, threshold, deadlineMs: day.deadlineMs };
}

export function isSigned({ day }: Pick<DayToApprove, "day">): boolean {
  return SIGNED_DAY_STATES.includes(day.frozenFrom ?? day.state);
}

/** What stopping does not do: signatures stay valid, and until when. */
export function StillCommittable({ plan }: { plan: CommittablePlan }) {
  const { approvals, threshold, deadlineMs } = plan;
  return (
    <div className="grid gap-1.5 text-small">
      <p>{texts.stays(approvals, threshold)}</p>
      <ul className="grid list-disc gap-1 pl-5">
        <li>
          {texts.deadline} <Time ms={deadlineMs} show="exact" precision="second" />
          {texts.deadlineDeep}
        </li>
        <li>{texts.cancel(threshold)}</li>
      </ul>
      {approvals < threshold ? <p>{texts.doNotSign}</p> : null}
    </div>
  );
}
