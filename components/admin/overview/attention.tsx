import { adaInText } from "@/components/admin/ada-in-text";
import { Amount } from "@/components/ui/amount";
import { ButtonLink } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Card } from "@/components/ui/card";
import { Time } from "@/components/ui/time";
import type { Problem } from "@/server/services/overview/overview-types";
import type { WaitingItem } from "@/server/services/overview/read-waiting";

/** Is anything wrong? Said first, also when the answer is no. */
export function Problems({ problems }: { problems: readonly Problem[] }) {
  if (problems.length === 0) {
    return (
      <Callout tone="well" title="Nothing is wrong">
        No day is stopped or late, the scan works, and no job waits for somebody.
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
            action={href ? <ButtonLink href={href}>Look at it</ButtonLink> : undefined}
          >
            <p className="break-words">{adaInText(text)}</p>
          </Callout>
        </li>
      ))}
    </ul>
  );
}

/** What waits for me: only what this person can still do. */
export function Waiting({ items, nowMs }: { items: readonly WaitingItem[]; nowMs: number | undefined }) {
  return (
    <Card title="Waits for you" note={items.length === 0 ? undefined : "Only what you can still do."}>
      {items.length === 0 ? (
        <p className="text-muted">Nothing. You will find plans to approve and stopped days here.</p>
      ) : (
        <ul className="divide-y divide-line">
          {items.map((item) => (
            <li
              key={`${item.kind}-${item.dayIndex}`}
              className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 py-3 first:pt-0 last:pb-0"
            >
              <div className="min-w-0">
                <p className="figures font-medium">
                  {item.kind === "approve" ? "Approve" : "Release"} day {item.dayIndex}
                  {item.totalLovelace === null ? null : (
                    <>
                      {", "}
                      <Amount lovelace={item.totalLovelace} />
                    </>
                  )}
                </p>
                <p className="line-clamp-2 text-muted text-small">
                  {item.kind === "approve" ? `${item.detail}, closes ` : "Stopped "}
                  <Time ms={item.atMs} nowMs={nowMs} />
                  {item.kind === "release" ? `. ${adaInText(item.detail)}` : null}
                </p>
              </div>
              <ButtonLink
                href={`/admin/days/${item.dayIndex}`}
                variant={item.kind === "approve" ? "primary" : "danger"}
              >
                {item.kind === "approve" ? "Read and approve" : "Look at it"}
              </ButtonLink>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
