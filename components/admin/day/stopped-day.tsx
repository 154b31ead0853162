import { OctagonX } from "lucide-react";
import { dayStateLook } from "@/components/days/day-state";
import { stoppedDayTexts as texts } from "@/components/messages/stopped-day";
import { DataList } from "@/components/ui/data-list";
import { Time } from "@/components/ui/time";
import type { DayToApprove } from "@/server/services/approval/read-day-to-approve";
import type { MayRelease } from "@/server/services/day/release-request";
import { sayDifference } from "@/server/words/second-calculation";
import { sayStopReason } from "@/server/words/stop-reason";
import { DifferingSources } from "./differing-sources";
import { ReleaseForm } from "./release-form";
import { committablePlanOf, isSigned, StillCommittable } from "./still-committable";

const MOST_EVIDENCE = 10;

/** A stopped day fills the page: why, since when, what it means, the evidence, the next step. */
export function StoppedDay({ view, release }: { view: DayToApprove; release: MayRelease }) {
  const { day, nowMs } = view;
  const from = day.frozenFrom ?? "OPEN";
  const { request } = release;
  const second = day.stopReason?.kind === "second-calculation" ? day.stopReason.second : null;
  const plan = committablePlanOf(view);
  const evidence = second?.kind === "differs" ? second.differences.slice(0, MOST_EVIDENCE) : [];
  const differing = day.stopReason?.kind === "sources-differ" ? view.opinion : null;
  return (
    <section aria-labelledby="stopped" className="rounded-panel border border-stopped-line bg-stopped-soft">
      <div className="flex items-start gap-3 px-5 pt-5">
        <OctagonX aria-hidden className="mt-0.5 size-6 shrink-0 text-stopped" />
        <div className="min-w-0">
          <h2 id="stopped" className="font-semibold text-stopped text-title">
            {texts.title}
          </h2>
          <p className="mt-1 max-w-prose break-words">{sayStopReason(day.stopReason)}</p>
        </div>
      </div>
      <div className="px-5 py-4">
        <DataList
          items={[
            {
              label: texts.since,
              value: <Time ms={day.stateSinceMs} nowMs={nowMs} />,
              note: texts.sinceNote,
            },
            { label: texts.during, value: dayStateLook({ state: from }).word },
            {
              label: texts.effect,
              value: isSigned(view) ? texts.effectSigned : texts.effectUnsigned,
            },
            ...(plan ? [{ label: texts.stillPossible, value: <StillCommittable plan={plan} /> }] : []),
            ...(evidence.length > 0
              ? [
                  {
                    label: texts.evidence,
                    value: (
                      <ul className="flex flex-col gap-1">
                        {evidence.map((row) => (
                          <li key={`${row.key}-${row.field}`} className="break-all text-small">
                            {sayDifference(row)}
                          </li>
                        ))}
                      </ul>
                    ),
                  },
                ]
              : []),
            ...(differing?.kind === "differs"
              ? [{ label: texts.evidence, value: <DifferingSources opinion={differing} /> }]
              : []),
            { label: texts.who, value: texts.whoValue },
            ...(request
              ? [
                  {
                    label: texts.requested[request.exit],
                    value: (
                      <>
                        {texts.requestedBy(request.person.name)} <Time ms={request.atMs} nowMs={nowMs} />
                      </>
                    ),
                    note: `“${request.reason}”`,
                  },
                ]
              : []),
          ]}
        />
      </div>
      <div className="border-stopped-line border-t px-5 py-4">
        <ReleaseForm
          dayIndex={day.dayIndex}
          to={dayStateLook({ state: from }).word}
          requested={request?.exit ?? null}
          refusal={release.ok ? null : release.reason}
        />
      </div>
    </section>
  );
}
