import { offlineTexts } from "@/components/messages/offline";
import { Callout } from "@/components/ui/callout";
import { Card } from "@/components/ui/card";
import { DataList } from "@/components/ui/data-list";
import { Digits } from "@/components/ui/digits";
import type { CheckedPlan } from "@/server/domain/signing-request/check-plan";
import { readActText, readKeyText } from "@/server/domain/signing-request/read-text";
import type { PlanRequest, SigningRequest } from "@/server/domain/signing-request/request";
import { formatAda, groupDigits } from "@/server/words/format";
import { sentence } from "@/server/words/sentence";
import { sayAct, sayKey } from "@/server/words/signing-request";
import { planFacts, textFacts } from "./facts";
import { Payments } from "./payments";
import type { Check } from "./use-check";

const texts = offlineTexts.asked;

/** What a signature would do, in words, and whether it is what it says. */
export function AskedCard({ request, check }: { request: SigningRequest | null; check: Check }) {
  if (request === null) {
    return (
      <Card title={texts.title}>
        <p className="text-muted">{texts.none}</p>
      </Card>
    );
  }
  const plan = check.kind === "well" ? check.plan : null;
  return (
    <Card title={texts.title}>
      <div className="flex flex-col gap-5">
        <CheckResult request={request} check={check} />
        {check.kind === "well" ? (
          <>
            <What request={request} plan={plan} />
            {request.kind === "plan" && plan ? <Payments payments={plan.payments} /> : null}
          </>
        ) : null}
        <Text text={request.text} />
      </div>
    </Card>
  );
}

function What({ request, plan }: { request: SigningRequest; plan: CheckedPlan | null }) {
  const said = sayRequest(request, plan);
  return (
    <>
      <div>
        <p className="font-semibold text-title" data-testid="asked">
          <Digits text={said.title} />
        </p>
        {said.meaning ? <p className="mt-1 max-w-prose break-words text-muted">{said.meaning}</p> : null}
      </div>
      <DataList items={request.kind === "plan" && plan ? planFacts(request, plan) : textFacts(request)} />
    </>
  );
}

/** The headline, and what follows from it. */
function sayRequest(request: SigningRequest, plan: CheckedPlan | null): { title: string; meaning: string } {
  if (request.kind === "plan" && plan) return { title: sayPlan(request, plan), meaning: "" };
  const act = readActText(request.text);
  const key = readKeyText(request.text);
  return act ? sayAct(act) : key ? sayKey(key) : { title: texts.plan, meaning: "" };
}

export function titleOf(request: SigningRequest, plan: CheckedPlan | null): string {
  return sayRequest(request, plan).title;
}

function sayPlan({ what, binding }: PlanRequest, { total, payments }: CheckedPlan): string {
  const { tokens, lovelace } = total;
  const more = tokens > 0n ? ` and ${groupDigits(tokens)} ${binding.prizeAsset?.label ?? ""}` : "";
  return (what === "plan" ? texts.pays : texts.resumes)(`${formatAda(lovelace)}${more}`, payments.length);
}

function CheckResult({ request, check }: { request: SigningRequest; check: Check }) {
  const said = offlineTexts.check;
  switch (check.kind) {
    case "nothing":
      return null;
    case "running":
      return (
        <Callout tone="info" title={said.running.title}>
          {said.running.text}
        </Callout>
      );
    case "missing":
      return (
        <Callout tone="waiting" title={said.missing.title}>
          <p>{said.missing.text}</p>
          {request.kind === "plan" ? (
            <p className="mt-1 text-small">
              {said.missing.hash} <code className="break-all font-mono">{request.reportHash}</code>
            </p>
          ) : null}
        </Callout>
      );
    case "refused":
      return (
        <Callout tone="stopped" title={said.refused.title} announce>
          <p>{said.refused.text}</p>
          <ul className="mt-1 list-disc pl-5">
            {check.problems.map((problem) => (
              <li key={problem} className="break-words">
                {sentence(problem)}
              </li>
            ))}
          </ul>
        </Callout>
      );
    case "well":
      return (
        <Callout tone="well" title={check.plan ? said.well.title : texts.acts[request.kind]}>
          {check.plan ? said.well.plan(linesOf(check.plan)) : said.well.text}
        </Callout>
      );
  }
}

function linesOf({ manifest }: CheckedPlan): number {
  return manifest.lines.reduce((all, part) => all + part.count, 0);
}

function Text({ text }: { text: string }) {
  return (
    <div>
      <div className="flex items-baseline justify-between gap-4">
        <h3 className="font-medium text-small">{texts.text}</h3>
        <p className="figures text-muted text-small">{texts.bytes(text.length)}</p>
      </div>
      <pre
        data-testid="text"
        className="mt-1.5 whitespace-pre-wrap break-words rounded-control border border-line bg-sunken p-3 font-mono text-small"
      >
        {text}
      </pre>
    </div>
  );
}
