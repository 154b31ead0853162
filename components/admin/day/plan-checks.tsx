import { adaInText } from "@/components/admin/ada-in-text";
import { approvalTexts } from "@/components/messages/approval";
import { Callout } from "@/components/ui/callout";
import { Card } from "@/components/ui/card";
import { cx } from "@/components/ui/cx";
import { Digits } from "@/components/ui/digits";
import { TONES, type Tone } from "@/components/ui/tone";
import type { StoredFindings } from "@/server/domain/plan/findings";

const texts = approvalTexts.checks;
const RULES: Record<string, string> = texts.rules;
const RESULTS: Partial<Record<Tone, string>> = texts.results;

/** What was checked before anyone was asked to sign, with the reason for each result. */
export function PlanChecks({ findings }: { findings: StoredFindings }) {
  const { secondCalculation, differences = [], anomalies = [], history, plan = [], accepted = [] } = findings;
  if (!secondCalculation && plan.length === 0) return null;
  return (
    <Card title={texts.title}>
      {anomalies.length > 0 ? (
        <Callout
          tone={accepted.length > 0 ? "waiting" : "stopped"}
          title={texts.anomalies(anomalies.length)}
          className="mb-4"
        >
          <ul className="flex flex-col gap-1.5">
            {anomalies.map(({ rule, text }) => (
              <li key={text} className="break-words">
                <strong>{RULES[rule] ?? rule}:</strong> {adaInText(text)}
              </li>
            ))}
          </ul>
          {accepted.length > 0 ? <p className="mt-2">{texts.accepted}</p> : null}
        </Callout>
      ) : null}
      <ul className="flex flex-col gap-3">
        {secondCalculation ? (
          <Finding tone={differences.length === 0 ? "well" : "stopped"} title={texts.secondCalculation}>
            {sentence(secondCalculation)}
          </Finding>
        ) : null}
        {history ? (
          <Finding tone={historyTone(history, anomalies.length)} title={texts.history}>
            {sentence(history)}
          </Finding>
        ) : null}
        {plan.map(({ check, passed, text }) => (
          <Finding key={check} tone={passed ? "well" : "stopped"} title={texts.plan[check]}>
            {adaInText(text)}
          </Finding>
        ))}
      </ul>
    </Card>
  );
}

function Finding({ tone, title, children }: { tone: Tone; title: string; children: string }) {
  const { icon: Icon, text } = TONES[tone];
  return (
    <li className="flex gap-2.5">
      <Icon aria-hidden className={cx("mt-1 size-4 shrink-0", text)} />
      <div className="min-w-0">
        <p className="font-medium">
          {title}
          <span className="sr-only">: {RESULTS[tone]}</span>
        </p>
        <p className="figures break-words text-muted text-small">
          <Digits text={children} />
        </p>
      </div>
    </li>
  );
}

/** Too few days to compare with is neither good nor bad. */
function historyTone(history: string, anomalies: number): Tone {
  if (anomalies > 0) return "stopped";
  return history.startsWith("compared") ? "well" : "info";
}

function sentence(text: string): string {
  const upper = text.charAt(0).toUpperCase() + text.slice(1);
  return upper.endsWith(".") ? upper : `${upper}.`;
}
