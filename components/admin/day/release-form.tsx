"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import type { FormEvent } from "react";
import { useTRPC, wordsOf } from "@/components/admin/trpc";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/input";

type ReleaseFormProps = {
  dayIndex: number;
  /** The state that it goes back to, in words. */
  to: string;
  /** True for the second of two people. */
  confirms: boolean;
  refusal: string | null;
};

/** Releasing takes two people: the first writes why, the second confirms it. */
export function ReleaseForm({ dayIndex, to, confirms, refusal }: ReleaseFormProps) {
  const router = useRouter();
  const release = useMutation(useTRPC().approval.release.mutationOptions({ onSuccess: () => router.refresh() }));
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const reason = String(new FormData(event.currentTarget).get("reason") ?? "");
    release.mutate({ dayIndex, act: confirms ? { kind: "confirm" } : { kind: "request", reason } });
  }
  const label = confirms ? `Release day ${dayIndex} to “${to}”` : `Ask for the release of day ${dayIndex}`;
  const error = release.isError ? wordsOf(release.error) : undefined;
  return (
    <form method="post" onSubmit={submit} className="flex flex-col gap-3">
      {confirms || refusal ? null : (
        <Field
          label="Why it may go on"
          hint="What you looked at and what you found. A second person reads it before the day moves."
          error={error}
        >
          {(control) => <Textarea {...control} name="reason" rows={3} maxLength={2_000} />}
        </Field>
      )}
      {confirms && error ? (
        <p role="alert" className="text-small text-stopped">
          {error}
        </p>
      ) : null}
      <span>
        <Button type="submit" variant="danger" loading={release.isPending} disabledReason={refusal}>
          {label}
        </Button>
      </span>
    </form>
  );
}
