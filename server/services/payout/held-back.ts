import { and, eq, gt, inArray } from "drizzle-orm";
import { attempt, batch } from "@/db/schema";
import { SENT_ATTEMPT_STATES } from "@/server/domain/day/attempt-states";
import { HOUR_MS, hourlyAllowance } from "@/server/domain/plan/limits";
import { sayHeldBack } from "@/server/words/hourly-limit";
import type { Situation } from "../day/situation";
import type { AttemptRow } from "./attempts";
import type { PayoutContext } from "./payout-context";

/** Why a batch must wait: the limit for any rolling hour of chain time, over everything first sent in it. */
export async function heldBack(
  ctx: PayoutContext,
  row: Pick<AttemptRow, "dayIndex" | "kind" | "batchNo">,
  { now, rules }: Situation,
): Promise<string | null> {
  const limit = rules.dayLimits.hourlyLovelace;
  if (row.kind !== "pay" || limit === null) return null;
  const sent = await ctx.db
    .select({ firstBroadcastMs: attempt.firstBroadcastMs, lovelace: batch.lovelace })
    .from(attempt)
    .innerJoin(batch, and(eq(batch.dayIndex, attempt.dayIndex), eq(batch.batchNo, attempt.batchNo)))
    .where(and(gt(attempt.firstBroadcastMs, now.timeMs - HOUR_MS), inArray(attempt.state, [...SENT_ATTEMPT_STATES])));
  const [own] = await ctx.db
    .select({ lovelace: batch.lovelace })
    .from(batch)
    .where(and(eq(batch.dayIndex, row.dayIndex), eq(batch.batchNo, row.batchNo)));
  const broadcasts = sent.map(({ firstBroadcastMs, lovelace }) => ({
    firstBroadcastMs: firstBroadcastMs ?? 0,
    lovelace,
  }));
  const allowance = hourlyAllowance(broadcasts, now.timeMs, limit, own?.lovelace ?? 0n);
  return allowance.allowed ? null : sayHeldBack(allowance);
}
