import { nextPayoutTexts } from "@/components/messages/next-payout";
import { Countdown } from "@/components/ui/countdown";
import type { NextMoment } from "@/server/domain/day/next-moment";

type MomentProps = { moment: NextMoment; nowMs: number | undefined };

/** The time until the next step of a payout, or what is happening where that has no time. */
export function MomentValue({ moment: { kind, atMs }, nowMs }: MomentProps) {
  const { until, word } = nextPayoutTexts.moments[kind];
  return until === null || atMs === null ? word : <Countdown ms={atMs} nowMs={nowMs} doneLabel={word} />;
}
