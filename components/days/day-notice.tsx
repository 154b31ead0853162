import Link from "next/link";
import { dayTexts } from "@/components/messages/day";
import { Callout } from "@/components/ui/callout";
import type { Tone } from "@/components/ui/tone";
import type { DayView } from "@/server/services/published/read-day";
import { sayStopReason } from "@/server/words/stop-reason";

const texts = dayTexts.notice;

/** What a day's state means for the money, if the line of stages does not show it. */
export function DayNotice({ view }: { view: DayView }) {
  if (view.state === "FROZEN") return <Stopped view={view} />;
  if (view.waitsForDay !== null) return <Waits day={view.waitsForDay} />;
  const notice = view.closing === null ? noticeOf(view) : texts.closedByPeople(view.closing);
  if (!notice) return null;
  return (
    <Callout tone={TONES[view.state] ?? "info"} title={notice.title}>
      {notice.text}
    </Callout>
  );
}

const TONES: Partial<Record<DayView["state"], Tone>> = { PART_PAID: "waiting", PROPOSED: "waiting" };

function noticeOf(view: DayView): { title: string; text: string } | null {
  switch (view.state) {
    case "OPEN":
      return view.ended ? texts.ended : null;
    case "PART_PAID":
      return texts.partPaid(view.confirmedLovelace);
    case "CARRIED":
      return texts.carried(view.confirmedLovelace);
    case "CLOSED":
      return texts.nothingPayable;
    case "PREVIEW":
      return texts.preview(view.schedule.previewUntilMs);
    case "PROPOSED":
      return texts.awaitsApproval(view.approvals.given, view.approvals.threshold);
    default:
      return null;
  }
}

/** An earlier day is paid first: which, and what becomes of this one. */
function Waits({ day }: { day: number }) {
  const { title, text, link } = texts.waits(day);
  return (
    <Callout
      tone="waiting"
      title={title}
      action={
        <Link href={`/days/${day}`} className="touch-inline underline underline-offset-4">
          {link}
        </Link>
      }
    >
      {text}
    </Callout>
  );
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
