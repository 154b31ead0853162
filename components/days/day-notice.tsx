import { dayTexts } from "@/components/messages/day";
import { Callout } from "@/components/ui/callout";
import type { DayView } from "@/server/services/published/read-day";
import { sayStopReason } from "@/server/words/stop-reason";

const texts = dayTexts.notice;

/** What a day's state means for the money, if the line of stages does not show it. */
export function DayNotice({ view }: { view: DayView }) {
  if (view.state === "FROZEN") return <Stopped view={view} />;
  const notice = noticeOf(view);
  if (!notice) return null;
  return (
    <Callout tone={view.state === "PART_PAID" ? "waiting" : "info"} title={notice.title}>
      {notice.text}
    </Callout>
  );
}

function noticeOf(view: DayView): { title: string; text: string } | null {
  switch (view.state) {
    case "PART_PAID":
      return texts.partPaid(view.confirmedLovelace);
    case "CARRIED":
      return texts.carried(view.confirmedLovelace);
    case "CLOSED":
      // Two people closed a stopped day, or there was nothing to pay.
      return view.batches.length > 0 || view.moves.some(({ to }) => to === "FROZEN")
        ? texts.closedByPeople
        : texts.nothingPayable;
    case "PREVIEW":
      return texts.preview(view.timeline.previewUntilMs);
    default:
      return null;
  }
}

function Stopped({ view }: { view: DayView }) {
  const { title, reason, effect, effectText } = texts.stopped;
  return (
    <Callout tone="stopped" title={title(view.stateSinceMs)}>
      <p>
        <strong className="font-medium">{reason}</strong> {sayStopReason(view.stopReason)}
      </p>
      <p>
        <strong className="font-medium">{effect}</strong> {effectText}
      </p>
    </Callout>
  );
}
