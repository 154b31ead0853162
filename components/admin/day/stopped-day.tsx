import { OctagonX } from "lucide-react";
import { adaInText } from "@/components/admin/ada-in-text";
import { dayStateWord } from "@/components/admin/day-state";
import { DataList } from "@/components/ui/data-list";
import { Time } from "@/components/ui/time";
import type { DayView } from "@/server/services/approval/read-approval-view";
import type { MayRelease } from "@/server/services/day/release-request";
import { ReleaseForm } from "./release-form";

const SIGNED = new Set(["PROPOSED", "APPROVED", "COMMITTED", "PAYING", "PART_PAID"]);

/** A stopped day takes the page over: why, since when, what it means, the evidence, the one next step. */
export function StoppedDay({ view, release }: { view: DayView; release: MayRelease }) {
  const { day, findings, nowMs } = view;
  const from = day.frozenFrom ?? "OPEN";
  const { request } = release;
  const evidence = findings.differences ?? [];
  return (
    <section aria-labelledby="stopped" className="rounded-panel border border-stopped-line bg-stopped-soft">
      <div className="flex items-start gap-3 px-5 pt-5">
        <OctagonX aria-hidden className="mt-0.5 size-6 shrink-0 text-stopped" />
        <div className="min-w-0">
          <h2 id="stopped" className="font-semibold text-stopped text-title">
            This day is stopped
          </h2>
          <p className="mt-1 max-w-prose break-words">{adaInText(day.frozenReason ?? "No reason was stored.")}</p>
        </div>
      </div>
      <div className="px-5 py-4">
        <DataList
          items={[
            {
              label: "Since",
              value: <Time ms={day.stateSinceMs} nowMs={nowMs} />,
              note: "by the chain's clock",
            },
            { label: "Stopped while", value: dayStateWord(from) },
            {
              label: "What it means",
              value: SIGNED.has(from)
                ? "Nothing more is sent for this day. What was signed or sent before stays as it is on chain. Later days wait."
                : "Nothing was signed or paid for this day. Later days wait.",
            },
            ...(evidence.length > 0
              ? [
                  {
                    label: "Evidence",
                    value: (
                      <ul className="flex flex-col gap-1">
                        {evidence.slice(0, 10).map((row) => (
                          <li key={`${row.key}-${row.field}`} className="break-all text-small">
                            {row.key}, {row.field}: {row.first ?? "nothing"} against {row.second ?? "nothing"}
                          </li>
                        ))}
                      </ul>
                    ),
                  },
                ]
              : []),
            {
              label: "Who may release it",
              value: "Two people with the role approver or admin, with a written reason.",
            },
            ...(request
              ? [
                  {
                    label: "Asked for",
                    value: (
                      <>
                        by {request.person.name}, <Time ms={request.atMs} nowMs={nowMs} />
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
          to={dayStateWord(from)}
          confirms={request !== null}
          refusal={release.ok ? null : release.reason}
        />
      </div>
    </section>
  );
}
