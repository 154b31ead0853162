import { CircleCheck, OctagonX } from "lucide-react";
import { useState } from "react";
import { offlineTexts } from "@/components/messages/offline";
import { saveFile } from "@/components/signing/save-file";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Digits } from "@/components/ui/digits";
import { Field } from "@/components/ui/field";
import { FileButton } from "@/components/ui/file-button";
import { Input } from "@/components/ui/input";
import { ScriptedForm } from "@/components/ui/scripted-form";
import type { CheckedPlan } from "@/server/domain/signing-request/check-plan";
import {
  compareExpected,
  type Expected,
  readTypedExpected,
  type TypedExpected,
  writeExpected,
} from "@/server/domain/signing-request/expected";
import { MOST_CHOSEN_BYTES, readExpectedFile } from "@/server/domain/signing-request/read-chosen";
import type { SigningRequest } from "@/server/domain/signing-request/request";
import { paidBy } from "@/server/domain/signing-request/sign";
import { ada } from "@/server/words/document/units";
import { sentence } from "@/server/words/sentence";
import { sayComparison } from "@/server/words/signing-request";

const texts = offlineTexts.expected;

type ExpectedCardProps = {
  request: SigningRequest;
  plan: CheckedPlan | null;
  expected: Expected | null;
  onExpect: (expected: Expected) => void;
};

/** What the person knows from elsewhere, compared with the request. Nothing is filled in from the request. */
export function ExpectedCard({ request, plan, expected, onExpect }: ExpectedCardProps) {
  return (
    <Card
      title={texts.title}
      note={texts.note}
      actions={
        expected ? (
          <Button size="small" onClick={() => saveFile("expected.json", writeExpected(expected))}>
            {texts.keep}
          </Button>
        ) : null
      }
    >
      <div className="flex flex-col gap-5">
        <ExpectedForm expected={expected} onExpect={onExpect} />
        {expected ? (
          <ul className="flex flex-col gap-1.5" data-testid="comparison">
            {compareExpected(request, expected, paidBy(request, plan)).map((each) => {
              const Icon = each.fits ? CircleCheck : OctagonX;
              return (
                <li key={each.of} className="flex gap-2.5">
                  <Icon aria-hidden className={`mt-1 size-4 shrink-0 ${each.fits ? "text-well" : "text-stopped"}`} />
                  <span className={`wrap-anywhere min-w-0 ${each.fits ? "" : "font-medium text-stopped"}`}>
                    <Digits text={sayComparison(each)} />
                  </span>
                </li>
              );
            })}
          </ul>
        ) : null}
      </div>
    </Card>
  );
}

function typedOf(expected: Expected | null): TypedExpected {
  if (expected === null) return { network: "", policyId: "", mostAda: "" };
  const { network, policyId, mostLovelace } = expected;
  return { network, policyId, mostAda: ada.write(mostLovelace) };
}

function ExpectedForm({ expected, onExpect }: Pick<ExpectedCardProps, "expected" | "onExpect">) {
  const [typed, setTyped] = useState(typedOf(expected));
  const [problems, setProblems] = useState<Readonly<Record<string, string>>>({});
  // A file of the person's own fills the fields in.
  const take = (read: Expected) => {
    setTyped(typedOf(read));
    setProblems({});
    onExpect(read);
  };
  const [fileProblem, setFileProblem] = useState<string | null>(null);
  const openFile = async ([file]: readonly File[]) => {
    if (file === undefined) return;
    const read = readExpectedFile(file.size <= MOST_CHOSEN_BYTES ? await file.text() : "");
    setFileProblem(read.ok ? null : read.problems.join("; "));
    if (read.ok) take(read.expected);
  };
  const control = (name: keyof TypedExpected) => ({
    value: typed[name],
    spellCheck: false,
    autoCapitalize: "none",
    autoComplete: "off",
    onChange: (event: { currentTarget: HTMLInputElement }) => setTyped({ ...typed, [name]: event.currentTarget.value }),
  });
  return (
    <ScriptedForm
      className="gap-4"
      onSubmit={() => {
        const read = readTypedExpected(typed);
        if (read.ok) take(read.expected);
        else setProblems(read.problems);
      }}
    >
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label={texts.network} hint={texts.networkHint} error={problems.network}>
          {(field) => <Input {...field} {...control("network")} />}
        </Field>
        <Field label={texts.most} hint={texts.mostHint} error={problems.mostAda}>
          {(field) => <Input {...field} {...control("mostAda")} inputMode="decimal" className="figures" />}
        </Field>
        <Field label={texts.pool} hint={texts.poolHint} error={problems.policyId} className="sm:col-span-2">
          {(field) => <Input {...field} {...control("policyId")} mono />}
        </Field>
      </div>
      <div className="flex flex-wrap items-center gap-3">
        <Button type="submit">{texts.compare}</Button>
        <FileButton text={texts.open} label={texts.openLabel} accept="application/json,.json" onFiles={openFile} />
      </div>
      {fileProblem ? (
        <p role="alert" className="text-small text-stopped">
          {sentence(fileProblem)}
        </p>
      ) : null}
    </ScriptedForm>
  );
}
