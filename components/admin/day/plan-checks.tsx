import { adaInText } from "@/components/admin/ada-in-text";
import { Callout } from "@/components/ui/callout";
import { Card } from "@/components/ui/card";
import { cx } from "@/components/ui/cx";
import { Digits } from "@/components/ui/digits";
import { TONES, type Tone } from "@/components/ui/tone";
import type { StoredFindings } from "@/server/services/approval/read-approval-view";

const CHECKS: Record<string, string> = {
  "daily-limit": "Daily limit",
  "hourly-limit": "Hourly limit",
  "recipient-cap": "Cap for one recipient",
  "recipients-are-owed": "Recipients are owed",
  "pool-covers-plan": "The pool covers it",
  "fee-sanity": "Fees",
};
const RULES: Record<string, string> = {
  total: "Total of the day",
  "new-recipients": "New recipients",
  concentration: "Largest share",
  "recipient-jump": "A recipient's jump",
  "holders-jump": "Number of holders",
  "participants-jump": "Number of players",
};

/** What was checked before anybody was asked, with the reason for each result. */
export function PlanChecks({ findings }: { findings: StoredFindings }) {
  const { secondCalculation, differences = [], anomalies = [], history, plan = [], accepted = [] } = findings;
  if (!secondCalculation && plan.length === 0) return null;
  return (
    <Card title="Checks">
      {anomalies.length > 0 ? (
        <Callout
          tone={accepted.length > 0 ? "waiting" : "stopped"}
          title={`${anomalies.length === 1 ? "One thing stands" : `${anomalies.length} things stand`} out`}
          className="mb-4"
        >
          <ul className="flex flex-col gap-1.5">
            {anomalies.map(({ rule, text }) => (
              <li key={text} className="break-words">
                <strong>{RULES[rule] ?? rule}:</strong> {adaInText(text)}
              </li>
            ))}
          </ul>
          {accepted.length > 0 ? <p className="mt-2">Two people released the day with this in sight.</p> : null}
        </Callout>
      ) : null}
      <ul className="flex flex-col gap-3">
        {secondCalculation ? (
          <Finding tone={differences.length === 0 ? "well" : "stopped"} title="Second calculation">
            {sentence(secondCalculation)}
          </Finding>
        ) : null}
        {history ? (
          <Finding tone={historyTone(history, anomalies.length)} title="Against the days before">
            {sentence(history)}
          </Finding>
        ) : null}
        {plan.map(({ check, passed, text }) => (
          <Finding key={check} tone={passed ? "well" : "stopped"} title={CHECKS[check] ?? check}>
            {adaInText(text)}
          </Finding>
        ))}
      </ul>
    </Card>
  );
}

const TONE_WORDS: Partial<Record<Tone, string>> = { well: "passed", stopped: "not passed", info: "to know" };

function Finding({ tone, title, children }: { tone: Tone; title: string; children: string }) {
  const { icon: Icon, text } = TONES[tone];
  return (
    <li className="flex gap-2.5">
      <Icon aria-hidden className={cx("mt-1 size-4 shrink-0", text)} />
      <div className="min-w-0">
        <p className="font-medium">
          {title}
          <span className="sr-only">: {TONE_WORDS[tone]}</span>
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
