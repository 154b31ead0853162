import { CircleCheck, CircleX } from "lucide-react";
import { explorerHref } from "@/components/days/network";
import { eligibilityTexts } from "@/components/messages/eligibility";
import { terms } from "@/components/messages/terms";
import { Hash } from "@/components/ui/hash";
import { groupDigits } from "@/server/words/format";
import { type RuleWords, sayRules } from "./rules";
import type { Assessed } from "./verdict";

const texts = eligibilityTexts.rules;

/** Each rule with what it requires and what was observed. Unmet rules come first and say what to do. */
export function RuleList({ view }: { view: Assessed }) {
  return (
    <ul className="divide-y divide-line rounded-panel border border-line bg-surface">
      {sayRules(view).map((words) => (
        <Rule key={words.rule} words={words} view={view} />
      ))}
    </ul>
  );
}

function Rule({ words, view }: { words: RuleWords; view: Assessed }) {
  const { passed, name, required, seen, remedy } = words;
  const Icon = passed ? CircleCheck : CircleX;
  return (
    <li className="grid gap-x-6 gap-y-3 px-5 py-4 md:grid-cols-[minmax(0,5fr)_minmax(0,7fr)]">
      <div className="flex gap-2.5">
        <Icon aria-hidden className={`mt-0.5 size-5 shrink-0 ${passed ? "text-well" : "text-stopped"}`} />
        <div className="min-w-0">
          <h3 className="font-medium">
            {name}{" "}
            <span className="font-normal text-muted text-small">{passed ? texts.met.mark : texts.missing.mark}</span>
          </h3>
          {remedy ? <p className="mt-1 text-pretty">{remedy}</p> : null}
        </div>
      </div>
      <dl className="figures grid grid-cols-2 gap-x-6 gap-y-3 text-small sm:grid-cols-3">
        <div>
          <dt className="text-muted">{texts.required}</dt>
          <dd>{required}</dd>
        </div>
        <div>
          <dt className="text-muted">{texts.found}</dt>
          <dd>{seen}</dd>
        </div>
        <div>
          <dt className="text-muted">{texts.atBlock}</dt>
          <dd title={view.block.hash}>{groupDigits(view.block.height)}</dd>
        </div>
      </dl>
    </li>
  );
}

/** Where to play, with a copy button. */
export function GameAddress({ address, network }: { address: string; network: string }) {
  const href = explorerHref(network, "address", address);
  return (
    <p className="text-muted">
      {texts.gameAddress} <Hash text={address} label={terms.id.gameAddress} head={14} tail={8} href={href} />
    </p>
  );
}
