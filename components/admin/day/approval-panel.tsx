import { TextToSign } from "@/components/admin/signing/text-to-sign";
import { approvalTexts as texts } from "@/components/messages/approval";
import { partPaidTexts } from "@/components/messages/part-paid";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Digits } from "@/components/ui/digits";
import { Time } from "@/components/ui/time";
import type { DayState } from "@/server/domain/day/states";
import type { DayToApprove } from "@/server/services/approval/read-day-to-approve";
import { formatAda } from "@/server/words/format";
import { sayWhyNotSign } from "@/server/words/may-sign";
import { ResumeForm } from "./resume-form";
import { SignForm } from "./sign-form";
import { Signatures } from "./signatures";
import { committablePlanOf } from "./still-committable";
import { StopForm } from "./stop-form";

const ON_CHAIN: readonly DayState[] = ["COMMITTED", "PAYING"];

type ApprovalPanelProps = { view: DayToApprove; networkMagic: number; mayStop: boolean };

/** Always in view beside the plan: the text to sign, the signatures so far, and the button. */
export function ApprovalPanel({ view, networkMagic, mayStop }: ApprovalPanelProps) {
  const { day, text, mine, lastApprovalMs, threshold, toSign } = view;
  const labelOf = toSign?.kind === "resume" ? partPaidTexts.approve : texts.panel.approve;
  const label = labelOf(day.dayIndex, formatAda(toSign?.lovelace ?? day.totalLovelace ?? 0n));
  const waits = day.state === "PROPOSED" || toSign !== null;
  return (
    <Card title={waits ? texts.panel.titleOpen : texts.panel.title} className="lg:sticky lg:top-18">
      <div className="flex flex-col gap-5">
        {text.kind === "text" ? <TextToSign text={text.text} /> : <p className="text-muted">{text.reason}</p>}
        <Signatures view={view} />
        {waits ? (
          <div className="border-line border-t pt-4">
            {mine.ok && text.kind === "text" ? (
              <SignForm
                key={toSign?.digest ?? day.planDigest}
                dayIndex={day.dayIndex}
                label={label}
                text={text.text}
                publicKey={mine.publicKey}
                keyIsHere={view.keyIsHere}
                networkMagic={networkMagic}
              />
            ) : (
              <Button
                variant="primary"
                size="large"
                wraps
                disabledReason={mine.ok ? texts.panel.noText : sayWhyNotSign(mine.refusal)}
              >
                <Digits text={label} />
              </Button>
            )}
            {lastApprovalMs === null ? null : (
              <p className="mt-3 text-muted text-small">
                {texts.panel.neededBy(threshold)} <Time ms={lastApprovalMs} show="exact" precision="second" />.{" "}
                {texts.panel.otherwise}
              </p>
            )}
          </div>
        ) : null}
        {ON_CHAIN.includes(day.state) ? (
          <p className="text-muted text-small">{texts.panel.onChain(threshold)}</p>
        ) : null}
        {view.mayResume ? <ResumeForm dayIndex={day.dayIndex} /> : null}
        {mayStop ? <StopForm dayIndex={day.dayIndex} plan={committablePlanOf(view)} /> : null}
      </div>
    </Card>
  );
}
