import { overviewTexts as texts } from "@/components/messages/overview";
import { Amount } from "@/components/ui/amount";
import { ButtonLink } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Card } from "@/components/ui/card";
import { Time } from "@/components/ui/time";
import type { Problem } from "@/server/services/overview/overview-types";
import type { WaitingItem } from "@/server/services/overview/read-waiting";
import { sayStopReason } from "@/server/words/stop-reason";

/** Whether anything is wrong. Comes first, also if nothing is. */
export function Problems({ problems }: { problems: readonly Problem[] }) {
  if (problems.length === 0) {
    return (
      <Callout tone="well" title={texts.problems.none}>
        {texts.problems.noneNote}
      </Callout>
    );
  }
  return (
    <ul className="flex flex-col gap-3">
      {problems.map(({ title, text, href, tone }) => (
        <li key={title}>
          <Callout
            tone={tone}
            title={title}
            action={href ? <ButtonLink href={href}>{texts.problems.view}</ButtonLink> : undefined}
          >
            <p className="break-words">{text}</p>
          </Callout>
        </li>
      ))}
    </ul>
  );
}

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
