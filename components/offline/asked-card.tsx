import { offlineTexts } from "@/components/messages/offline";
import { Callout } from "@/components/ui/callout";
import { Card } from "@/components/ui/card";
import { type DataItem, DataList } from "@/components/ui/data-list";
import { Digits } from "@/components/ui/digits";
import { ExactText } from "@/components/ui/exact-text";
import { rowsOf } from "@/server/domain/report/manifest";
import type { CheckedPlan } from "@/server/domain/signing-request/check-plan";
import type { SigningRequest } from "@/server/domain/signing-request/request";
import { sentence } from "@/server/words/sentence";
import { factsOf, type RequestFact, sayRequest } from "@/server/words/signing-request";
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
      <DataList items={factsOf(request, plan).map((fact) => itemOf(fact, request))} />
    </>
  );
}

function itemOf({ label, text, form }: RequestFact, request: SigningRequest): DataItem {
  if (form === "hash") return { label, value: <code className="break-all font-mono text-small">{text}</code> };
  const isLate = label === "Deadline" && request.kind === "plan" && Date.now() > request.binding.deadlineMs;
  return {
    label,
    value: <Digits text={text} />,
    ...(isLate ? { note: <span className="text-stopped">{texts.deadlineOver}</span> } : {}),
  };
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
        <Callout
          tone={request.kind === "plan" ? "well" : "info"}
          title={request.kind === "plan" ? said.well.title : said.well[request.kind]}
        >
          {check.plan ? said.well.plan(rowsOf(check.plan.manifest.lines)) : said.well.text}
        </Callout>
      );
  }
}

function Text({ text }: { text: string }) {
  return (
    <div>
      <div className="flex items-baseline justify-between gap-4">
        <h3 className="font-medium text-small">{texts.text}</h3>
        <p className="figures text-muted text-small">{texts.bytes(text.length)}</p>
      </div>
      <ExactText testId="text">{text}</ExactText>
    </div>
  );
}
