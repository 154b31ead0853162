"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTRPC } from "@/components/admin/trpc";
import { incidentFormTexts as texts } from "@/components/messages/incident-forms";
import { incidentsTexts } from "@/components/messages/incidents";
import { Card } from "@/components/ui/card";
import { Disclosure } from "@/components/ui/disclosure";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { type IncidentState, OPEN_STATES } from "@/server/domain/monitoring/states";
import { MOST_POST_MORTEM } from "@/server/domain/monitoring/text-limits";
import { fieldOf, IncidentForm, PublicChoice } from "./incident-form";

type Deeds = {
  id: number;
  state: IncidentState;
  isAcknowledged: boolean;
  isOver: boolean;
  publicText: string | null;
  /** Whether the status page shows it. */
  isTold: boolean;
  postMortem: string | null;
};

/** What a person can do about an incident. The first is to acknowledge it. */
export function IncidentDeeds(deeds: Deeds) {
  const { isAcknowledged, isOver, postMortem } = deeds;
  return (
    <div className="flex flex-col gap-3">
      {isAcknowledged || isOver ? null : <Acknowledge {...deeds} />}
      <NoteForm {...deeds} />
      {isOver ? null : <StateForm {...deeds} />}
      {isOver ? null : <ResolveForm {...deeds} />}
      <PublicTextForm {...deeds} />
      {isOver ? <PostMortemForm key={postMortem} {...deeds} /> : null}
    </div>
  );
}

/** What is written is shown at once. */
function useRefresh() {
  const router = useRouter();
  return { onSuccess: () => router.refresh() };
}

const toldOf = (fields: FormData) => ({ text: fieldOf(fields, "text"), isPublic: fields.get("public") !== null });

function Acknowledge({ id }: Deeds) {
  const call = useMutation(useTRPC().incidents.acknowledge.mutationOptions(useRefresh()));
  return (
    <Card title={texts.acknowledge.title}>
      <IncidentForm
        words={texts.acknowledge}
        call={call}
        onSend={(fields) => call.mutate({ id, why: fieldOf(fields, "text") })}
        variant="primary"
        rows={2}
      />
    </Card>
  );
}

function NoteForm({ id, isTold }: Deeds) {
  const router = useRouter();
  const [written, setWritten] = useState(0);
  const onSuccess = () => {
    setWritten(written + 1);
    router.refresh();
  };
  const call = useMutation(useTRPC().incidents.note.mutationOptions({ onSuccess }));
  return (
    <Disclosure summary={texts.note.title}>
      <IncidentForm
        // Empty again once it is written; what is refused stays.
        key={written}
        words={texts.note}
        call={call}
        onSend={(fields) => call.mutate({ id, ...toldOf(fields) })}
        after={<PublicChoice isTold={isTold} />}
      />
    </Disclosure>
  );
}

function StateForm({ id, state, isTold }: Deeds) {
  const call = useMutation(useTRPC().incidents.state.mutationOptions(useRefresh()));
  const others = OPEN_STATES.filter((each) => each !== state);
  const chosen = (fields: FormData) => others.find((each) => each === fields.get("state")) ?? others[0];
  return (
    <Disclosure summary={texts.state.title}>
      <IncidentForm
        key={state}
        words={texts.state}
        call={call}
        onSend={(fields) => call.mutate({ id, state: chosen(fields) ?? "investigating", ...toldOf(fields) })}
        before={
          <Field label={texts.state.choice}>
            {(control) => (
              <Select {...control} name="state">
                {others.map((each) => (
                  <option key={each} value={each}>
                    {incidentsTexts.state[each]}
                  </option>
                ))}
              </Select>
            )}
          </Field>
        }
        after={<PublicChoice isTold={isTold} />}
      />
    </Disclosure>
  );
}

function ResolveForm({ id, isTold }: Deeds) {
  const call = useMutation(useTRPC().incidents.resolve.mutationOptions(useRefresh()));
  return (
    <Disclosure summary={texts.resolve.title}>
      <IncidentForm
        words={texts.resolve}
        call={call}
        onSend={(fields) => call.mutate({ id, ...toldOf(fields) })}
        after={<PublicChoice isTold={isTold} />}
      />
    </Disclosure>
  );
}

function PublicTextForm({ id, publicText }: Deeds) {
  const call = useMutation(useTRPC().incidents.publicText.mutationOptions(useRefresh()));
  return (
    <Disclosure summary={texts.publicText.title}>
      <IncidentForm
        key={publicText}
        words={texts.publicText}
        call={call}
        initial={publicText ?? ""}
        onSend={(fields) => call.mutate({ id, publicText: fieldOf(fields, "text").trim() || null })}
      />
    </Disclosure>
  );
}

function PostMortemForm({ id, postMortem }: Deeds) {
  const call = useMutation(useTRPC().incidents.postMortem.mutationOptions(useRefresh()));
  return (
    <Disclosure summary={texts.postMortem.title}>
      <IncidentForm
        words={texts.postMortem}
        call={call}
        rows={10}
        most={MOST_POST_MORTEM}
        initial={postMortem ?? ""}
        onSend={(fields) => call.mutate({ id, text: fieldOf(fields, "text") })}
      />
    </Disclosure>
  );
}
