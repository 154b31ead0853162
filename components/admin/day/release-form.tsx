"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { ReasonField } from "@/components/admin/reason-field";
import { useTRPC, wordsOf } from "@/components/admin/trpc";
import { stoppedDayTexts } from "@/components/messages/stopped-day";
import { Button } from "@/components/ui/button";
import { ScriptedForm } from "@/components/ui/scripted-form";
import type { StopExit } from "@/server/services/day/release-request";

const texts = stoppedDayTexts.release;

type ReleaseFormProps = {
  dayIndex: number;
  /** The name of the state that it goes back to. */
  to: string;
  /** What the first of two people wants; null for that one. */
  requested: StopExit | null;
  refusal: string | null;
};

/** Ending a stop takes two people: the first says how, with the reason, and the second confirms it. */
export function ReleaseForm({ dayIndex, to, requested, refusal }: ReleaseFormProps) {
  const confirms = requested !== null;
  const router = useRouter();
  const release = useMutation(useTRPC().approval.release.mutationOptions({ onSuccess: () => router.refresh() }));
  function submit(form: HTMLFormElement) {
    const fields = new FormData(form);
    const exit = exitNamed(fields.get("exit"));
    const reason = String(fields.get("reason") ?? "");
    release.mutate({ dayIndex, act: confirms ? { kind: "confirm" } : { kind: "request", exit, reason } });
  }
  const label = requested === null ? texts.request(dayIndex) : confirmOf(requested, { dayIndex, to });
  const error = release.isError ? wordsOf(release.error) : undefined;
  return (
    <ScriptedForm onSubmit={submit} className="gap-3">
      {confirms || refusal ? null : <Exits to={to} />}
      {confirms || refusal ? null : <ReasonField label={texts.reason} hint={texts.reasonHint} error={error} />}
      {confirms && error ? (
        <p role="alert" className="text-small text-stopped">
          {error}
        </p>
      ) : null}
      <span>
        <Button type="submit" variant="danger" wraps loading={release.isPending} disabledReason={refusal}>
          {label}
        </Button>
      </span>
    </ScriptedForm>
  );
}

/** By the value of the form's choice; nobody can send another. */
function exitNamed(value: FormDataEntryValue | null): StopExit {
  return value === "read-anew" || value === "close" ? value : "release";
}

function confirmOf(exit: StopExit, { dayIndex, to }: { dayIndex: number; to: string }): string {
  switch (exit) {
    case "release":
      return texts.confirm(dayIndex, to);
    case "read-anew":
      return texts.confirmReadAnew(dayIndex);
    case "close":
      return texts.confirmClose(dayIndex);
  }
}

function Exits({ to }: { to: string }) {
  const options = [
    ["release", texts.goOn(to)],
    ["read-anew", texts.readAnew],
    ["close", texts.close],
  ] as const;
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1.5 font-medium text-small">{texts.exit}</legend>
      {options.map(([value, label]) => (
        <label key={value} className="flex items-start gap-2.5 text-small">
          <input
            type="radio"
            name="exit"
            value={value}
            defaultChecked={value === "release"}
            className="mt-0.5 size-4 shrink-0"
          />
          <span className="min-w-0">{label}</span>
        </label>
      ))}
    </fieldset>
  );
}
