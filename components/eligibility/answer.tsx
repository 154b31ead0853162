import { eligibilityTexts } from "@/components/messages/eligibility";
import { terms } from "@/components/messages/terms";
import { Section } from "@/components/ui/card";
import { Hash } from "@/components/ui/hash";
import type { Eligibility } from "@/server/services/eligibility/check-eligibility";
import { Evidence } from "./evidence";
import { Expected } from "./expected";
import { HistoryTable } from "./history-table";
import { NotCounted } from "./not-counted";
import { GameAddress, RuleList } from "./rule-list";
import { VerdictPanel } from "./verdict-panel";

const { evidence, handle, history, rules } = eligibilityTexts;

/** Verdict, evidence, amounts, history, rules. The rules come second if one is not met. */
export function Answer({ view, network }: { view: Eligibility; network: string }) {
  if (view.kind === "unpayable") {
    return (
      <>
        <HeldHandle view={view} />
        <VerdictPanel view={view} />
      </>
    );
  }
  const { eligible } = view.decision;
  const ruleSection = (
    <Section title={eligible ? rules.met.title : rules.missing.title} note={rules.version(view.rulesVersion)}>
      <RuleList view={view} />
      <GameAddress address={view.terms.gameAddress} network={network} />
    </Section>
  );
  return (
    <>
      <HeldHandle view={view} />
      <VerdictPanel view={view} />
      <NotCounted view={view} />
      {eligible ? null : ruleSection}
      <Section
        title={evidence.title}
        note={
          <>
            {evidence.note} <Hash text={view.identity.replace(/^key:/, "")} label={terms.id.key} />
          </>
        }
      >
        <Evidence view={view} network={network} />
      </Section>
      <Expected view={view} />
      <Section id="history" title={history.title} note={history.note}>
        <HistoryTable view={view} network={network} />
      </Section>
      {eligible ? ruleSection : null}
    </>
  );
}

/** Whose address a handle stands for, where one was asked for. */
function HeldHandle({ view: { handle: name, address } }: { view: Eligibility }) {
  if (name === null) return null;
  return (
    <p className="text-muted text-small">
      {handle.held(name)} <Hash text={address} label={terms.id.address} />. {handle.note}
    </p>
  );
}
