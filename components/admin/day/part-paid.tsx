import { partPaidTexts as texts } from "@/components/messages/part-paid";
import { Callout } from "@/components/ui/callout";
import { Digits } from "@/components/ui/digits";
import { Time } from "@/components/ui/time";
import type { DayToApprove } from "@/server/services/approval/read-day-to-approve";
import { formatAda } from "@/server/words/format";

type PartPaidProps = Pick<DayToApprove, "left" | "resumeBeforeMs">;

/** What is left, and what becomes of it: the next day pays it, unless somebody has asked to resume the plan. */
export function PartPaid({ left, resumeBeforeMs }: PartPaidProps) {
  return (
    <Callout tone="waiting" title={texts.title}>
      {left ? (
        <p className="mb-1 font-medium">
          <Digits text={texts.left(formatAda(left.lovelace), left.outputs)} />
        </p>
      ) : null}
      {resumeBeforeMs === null ? (
        texts.effect
      ) : (
        <>
          {texts.resuming} <Time ms={resumeBeforeMs} show="exact" />.
        </>
      )}
    </Callout>
  );
}
