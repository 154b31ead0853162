import { overviewTexts as texts } from "@/components/messages/overview";
import { Amount } from "@/components/ui/amount";
import { ButtonLink } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Time } from "@/components/ui/time";
import type { WaitingItem } from "@/server/services/overview/read-waiting";
import { sayStopReason } from "@/server/words/stop-reason";

/** Only what this person can still act on. */
export function Waiting({ items, nowMs }: { items: readonly WaitingItem[]; nowMs: number | undefined }) {
  return (
    <Card title={texts.waiting.title}>
      {items.length === 0 ? (
        <p className="text-muted">{texts.waiting.none}</p>
      ) : (
        <ul className="divide-y divide-line">
          {items.map((item) => (
            <li
              key={`${item.kind}-${item.dayIndex}`}
              className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 py-3 first:pt-0 last:pb-0"
            >
              <div className="min-w-0">
                <p className="figures font-medium">
                  {texts.waiting[item.kind](item.dayIndex)}
                  {item.totalLovelace === null ? null : (
                    <>
                      {", "}
                      <Amount lovelace={item.totalLovelace} />
                    </>
                  )}
                </p>
                <p className="line-clamp-2 text-muted text-small">
                  {item.kind === "approve"
                    ? `${item.detail}. ${texts.next.signingCloses} `
                    : `${texts.waiting.stopped} `}
                  <Time ms={item.atMs} nowMs={nowMs} />
                  {item.kind === "release" ? `. ${sayStopReason(item.reason)}` : null}
                </p>
              </div>
              <ButtonLink
                href={`/admin/days/${item.dayIndex}`}
                variant={item.kind === "approve" ? "primary" : "danger"}
              >
                {item.kind === "approve" ? texts.waiting.openPlan : texts.waiting.openStopped}
              </ButtonLink>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
