import { explorerHref } from "@/components/days/network";
import { Section } from "@/components/ui/card";
import { Hash } from "@/components/ui/hash";
import type { Eligibility } from "@/server/services/eligibility/check-eligibility";
import { Evidence } from "./evidence";
import { Expected } from "./expected";
import { HistoryTable } from "./history-table";
import { GameAddress, RuleList } from "./rule-list";
import { VerdictPanel } from "./verdict-panel";

/** The whole answer: verdict; what is missing, first, where something is; evidence; amounts; history. */
export function Answer({ view, network }: { view: Eligibility; network: string }) {
  if (view.kind === "unpayable") return <VerdictPanel view={view} />;
  const { eligible } = view.decision;
  const rules = (
    <Section
      title={eligible ? "The rules, one by one" : "What is missing, and how to get it"}
      note={`Rules version ${view.rulesVersion}.`}
    >
      <RuleList view={view} />
      <GameAddress address={view.terms.gameAddress} href={explorerHref(network, "address", view.terms.gameAddress)} />
    </Section>
  );
  return (
    <>
      <VerdictPanel view={view} />
      {eligible ? null : rules}
      <Section
        title="Evidence"
        note={
          <>
            Counted for every address of this wallet, key{" "}
            <Hash text={view.identity.replace(/^key:/, "")} label="key hash" />
          </>
        }
      >
        <Evidence view={view} network={network} />
      </Section>
      <Expected view={view} />
      <Section
        id="history"
        title="History"
        note="Amounts are final from the payment on; before, the state says how far they are."
      >
        <HistoryTable view={view} network={network} />
      </Section>
      {eligible ? rules : null}
    </>
  );
}
