import { Callout } from "@/components/ui/callout";
import { formatAda } from "@/components/ui/format";
import { formatUtc } from "@/components/ui/format-time";
import type { DayView } from "@/server/services/published/read-day";

/** What a day's state means for the money, where it is not plain from the line of stages. */
export function DayNotice({ view }: { view: DayView }) {
  switch (view.state) {
    case "FROZEN":
      return <Frozen view={view} />;
    case "PART_PAID":
      return (
        <Callout tone="stopped" title="This day was paid in part">
          Its plan ended before every batch was paid. {formatAda(view.confirmedLovelace)} are confirmed as paid. What is
          left stays owed: it is paid by the same plan with a new deadline, or carried to the next day.
        </Callout>
      );
    case "CLOSED":
      return <Closed view={view} />;
    case "CARRIED":
      return (
        <Callout tone="info" title="What was left of this day is carried">
          Its plan ended before every batch was paid. What was not paid is owed to the same addresses and is part of a
          later day's prizes.
        </Callout>
      );
    case "CANCELLED":
      return (
        <Callout tone="info" title="This day was cancelled">
          Nothing is paid for it, and nothing that was signed for it can still be used.
        </Callout>
      );
    case "PREVIEW":
      return (
        <Callout tone="info" title={`Look and object until ${formatUtc(view.timeline.previewUntilMs, "minute")}`}>
          The list of prizes is fixed and can be downloaded whole. If something is wrong with yours, tell the game's
          team now: nothing has been signed yet.
        </Callout>
      );
    default:
      return null;
  }
}

function Frozen({ view }: { view: DayView }) {
  return (
    <Callout tone="stopped" title={`This day is stopped since ${formatUtc(view.stateSinceMs, "minute")}`}>
      <p>
        <strong className="font-medium">Why:</strong> {view.frozenReason ?? "A check did not pass."}
      </p>
      <p>
        <strong className="font-medium">What it means:</strong> nothing more is paid for this day, or for later ones,
        until two administrators have looked and released it. What is confirmed stays paid, and what is owed stays owed.
      </p>
    </Callout>
  );
}

/** A day closes because nothing is payable, or because two people closed one that was stopped. */
function Closed({ view }: { view: DayView }) {
  if (view.batches.length > 0 || view.moves.some(({ to }) => to === "FROZEN")) {
    return (
      <Callout tone="info" title="This day was closed without a payment">
        It was stopped, and two administrators closed it. What it owes stays owed to the same addresses and is part of a
        later day's prizes.
      </Callout>
    );
  }
  return (
    <Callout tone="info" title="Nothing was paid for this day, and that is right">
      Nobody was owed an amount that the network takes as a payment. What was earned is carried to the next day. The
      report says so for each address.
    </Callout>
  );
}
