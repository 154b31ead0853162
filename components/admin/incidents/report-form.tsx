"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTRPC } from "@/components/admin/trpc";
import { incidentFormTexts } from "@/components/messages/incident-forms";
import { incidentsTexts } from "@/components/messages/incidents";
import { Disclosure } from "@/components/ui/disclosure";
import { Field } from "@/components/ui/field";
import { Input, Textarea } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { PRIORITIES } from "@/server/domain/monitoring/priority";
import { MOST_TEXT, MOST_TITLE } from "@/server/domain/monitoring/text-limits";
import { Checkbox, fieldOf, IncidentForm } from "./incident-form";

const texts = incidentFormTexts.report;

/** A person reports what no rule has seen. */
export function ReportForm() {
  const router = useRouter();
  const call = useMutation(
    useTRPC().incidents.open.mutationOptions({ onSuccess: (id) => router.push(`/admin/incidents/${id}`) }),
  );
  const send = (fields: FormData) =>
    call.mutate({
      title: fieldOf(fields, "title"),
      text: fieldOf(fields, "text"),
      priority: PRIORITIES.find((each) => String(each) === fields.get("priority")) ?? 2,
      publicText: fieldOf(fields, "publicText").trim() || null,
      isSecurity: fields.get("security") !== null,
    });
  return (
    <Disclosure summary={texts.title}>
      <IncidentForm
        words={texts}
        call={call}
        onSend={send}
        before={
          <div className="grid gap-3 sm:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
            <Field label={texts.name}>{(control) => <Input {...control} name="title" maxLength={MOST_TITLE} />}</Field>
            <Field label={texts.priority}>
              {(control) => (
                <Select {...control} name="priority" defaultValue="2">
                  {PRIORITIES.map((each) => (
                    <option key={each} value={each}>
                      {each}: {incidentsTexts.priorityNote[each]}
                    </option>
                  ))}
                </Select>
              )}
            </Field>
          </div>
        }
        after={
          <>
            <Field label={texts.publicText} hint={texts.publicHint} optional>
              {(control) => <Textarea {...control} name="publicText" rows={2} maxLength={MOST_TEXT} />}
            </Field>
            <Checkbox name="security" label={texts.isSecurity} />
          </>
        }
      />
    </Disclosure>
  );
}
