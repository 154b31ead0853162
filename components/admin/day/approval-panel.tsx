import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Digits } from "@/components/ui/digits";
import { formatAda } from "@/components/ui/format";
import { Time } from "@/components/ui/time";
import type { DayView } from "@/server/services/approval/read-approval-view";
import { SignForm } from "./sign-form";
import { Signatures } from "./signatures";
import { TextToSign } from "./text-to-sign";

/** Always in sight beside the plan: what will be signed, what each signature so far is, and the button. */
export function ApprovalPanel({ view, networkMagic }: { view: DayView; networkMagic: number }) {
  const { day, text, mine, lastApprovalMs, threshold } = view;
  const label = `Approve day ${day.dayIndex}, ${formatAda(day.totalLovelace ?? 0n)}`;
  const waits = day.state === "PROPOSED";
  return (
    <Card title={waits ? "Approve" : "Approval"} className="lg:sticky lg:top-18">
      <div className="flex flex-col gap-5">
        {text.kind === "text" ? <TextToSign text={text.text} /> : <p className="text-muted">{text.reason}</p>}
        <Signatures view={view} />
        {waits ? (
          <div className="border-line border-t pt-4">
            {mine.ok && text.kind === "text" ? (
              <SignForm
                key={day.planDigest}
                dayIndex={day.dayIndex}
                label={label}
                text={text.text}
                publicKey={mine.publicKey}
                sealedKey={mine.sealedKey}
                networkMagic={networkMagic}
              />
            ) : (
              <Button
                variant="primary"
                size="large"
                wraps
                disabledReason={mine.ok ? "There is no text to sign." : mine.reason}
              >
                <Digits text={label} />
              </Button>
            )}
            {lastApprovalMs === null ? null : (
              <p className="mt-3 text-muted text-small">
                {threshold} approvals are needed by <Time ms={lastApprovalMs} show="exact" precision="second" />. If
                they do not come, nothing is paid and the same report is proposed again.
              </p>
            )}
          </div>
        ) : null}
      </div>
    </Card>
  );
}
