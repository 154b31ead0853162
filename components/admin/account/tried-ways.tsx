import { notificationTexts as texts } from "@/components/messages/notifications";
import { Callout } from "@/components/ui/callout";
import type { TriedWay } from "@/server/services/alerts/try-person-channels";

/** What became of a test message, by each way. */
export function TriedWays({ tried }: { tried: readonly TriedWay[] }) {
  return (
    <div className="flex flex-col gap-2">
      {tried.map(({ way, problem }) => (
        <Callout
          key={way}
          tone={problem === null ? "well" : "stopped"}
          title={problem === null ? texts.sent(texts.wayNames[way]) : texts.notSent(texts.wayNames[way])}
          announce
        >
          {problem ?? texts.sentNote}
        </Callout>
      ))}
    </div>
  );
}
