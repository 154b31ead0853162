import { approvalTexts } from "@/components/messages/approval";
import { Callout } from "@/components/ui/callout";
import { Card } from "@/components/ui/card";
import { cx } from "@/components/ui/cx";
import { Digits } from "@/components/ui/digits";
import { TONES, type Tone } from "@/components/ui/tone";
import { openDeviations } from "@/server/domain/plan/deviations";
import {
  type Anomaly,
  type HistoryFinding,
  isRuleSet,
  type PlanFinding,
  type StoredFindings,
} from "@/server/domain/plan/findings";
import type { Opinion } from "@/server/domain/second-opinion/opinion";
import { sayAnomaly, sayHistory } from "@/server/words/anomaly";
import { sayPlanFinding } from "@/server/words/plan-finding";
import { saySecondCalculation } from "@/server/words/second-calculation";
import { sayOpinion } from "@/server/words/second-opinion";

const texts = approvalTexts.checks;
const RESULTS: Partial<Record<Tone, string>> = texts.results;

/** What was checked before anyone was asked to sign, with the reason for each result. */
export function PlanChecks({ findings, opinion }: { findings: StoredFindings; opinion: Opinion | null }) {
  const { secondCalculation, anomalies = [], history, plan = [], accepted = [] } = findings;
  if (!secondCalculation && !opinion && plan.length === 0) return null;
  const deviations = openDeviations(findings);
  return (
    <Card title={texts.title}>
      <Unusual
        tone={accepted.length > 0 ? "waiting" : "stopped"}
        title={texts.anomalies(anomalies.length)}
        found={anomalies}
        note={accepted.length > 0 ? texts.accepted : null}
      />
      <Unusual tone="waiting" title={texts.deviations} found={deviations} note={texts.deviationsNote} />
      <ul className="flex flex-col gap-3">
        {secondCalculation ? (
          <Finding tone={secondCalculation.kind === "agrees" ? "well" : "stopped"} title={texts.secondCalculation}>
            {saySecondCalculation(secondCalculation)}
          </Finding>
        ) : null}
        {opinion ? (
          <Finding tone={OPINION_TONES[opinion.kind]} title={texts.secondSource}>
            {sayOpinion(opinion)}
          </Finding>
        ) : null}
        {history ? (
          <Finding tone={historyTone(history.kind, { anomalies, deviations })} title={texts.history}>
            {sayHistory(history)}
          </Finding>
        ) : null}
        {plan.map((finding) => (
          <Finding key={finding.check} tone={planTone(finding)} title={texts.plan[finding.check]}>
            {sayPlanFinding(finding)}
          </Finding>
        ))}
      </ul>
    </Card>
  );
}

type UnusualProps = { tone: Tone; title: string; found: readonly Anomaly[]; note: string | null };

function Unusual({ tone, title, found, note }: UnusualProps) {
  if (found.length === 0) return null;
  return (
    <Callout tone={tone} title={title} className="mb-4">
      <ul className="flex flex-col gap-1.5">
        {found.map((each) => (
          <li key={JSON.stringify(each)} className="break-words">
            <strong>{texts.rules[each.rule]}:</strong> {sayAnomaly(each)}
          </li>
        ))}
      </ul>
      {note ? <p className="mt-2">{note}</p> : null}
    </Callout>
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

const OPINION_TONES: Record<Opinion["kind"], Tone> = {
  agrees: "well",
  alone: "info",
  waits: "info",
  differs: "stopped",
  accepted: "stopped",
};

function planTone(finding: PlanFinding): Tone {
  if (!finding.passed) return "stopped";
  return isRuleSet(finding) ? "well" : "neutral";
}

/** Too few days to compare with is neither good nor bad, and neither is what differs without being an anomaly. */
function historyTone(
  history: HistoryFinding["kind"],
  { anomalies, deviations }: Record<"anomalies" | "deviations", readonly Anomaly[]>,
): Tone {
  if (anomalies.length > 0) return "stopped";
  return history === "compared" && deviations.length === 0 ? "well" : "info";
}
