import type { DayRow } from "../../day/move-day";
import type { Situation } from "../../day/situation";
import type { JobResult } from "../../job-result";
import type { PayoutContext } from "../../payout/payout-context";

/** One bounded, repeatable step of a day in a given state. */
export type DayStep = (ctx: PayoutContext, day: DayRow, situation: Situation) => Promise<JobResult>;
