import { and, asc, desc, eq, inArray, isNotNull, or } from "drizzle-orm";
import { attempt, day } from "@/db/schema";
import { withTransaction } from "@/db/transaction";
import type { AttemptState } from "@/server/domain/day/attempt-states";
import type { DayState } from "@/server/domain/day/states";
import { chainNow } from "../chain-now";
import { again, done, type JobResult, needsHuman } from "../context";
import { type DayRow, freezeDay, LostRace } from "../day/move-day";
import { findStranger } from "../pool/find-stranger";
import { loadLivePool } from "../pool/load-pool";
import { operationsInForce } from "../settings-in-force";
import { confirmAttempt, type Look } from "./confirm-attempt";
import type { PayoutContext } from "./payout-context";
import { settleDay } from "./settle-day";

/** Looked at first: days that only wait to be final, for half a day of blocks, may be more than are looked at at once. */
const MOVING: readonly DayState[] = ["PROPOSED", "APPROVED", "COMMITTED", "PAYING", "FROZEN"];
const WATCHED_DAYS: readonly DayState[] = [...MOVING, "PAID"];
const MOST_DAYS_AT_ONCE = 50;
/** Attempts that the chain still has to say something about, whatever became of their day. */
const OPEN_ATTEMPTS: readonly AttemptState[] = ["BUILT", "BROADCAST", "IN_LEDGER", "CONFIRMED"];

/**
 * Looks at the chain, through our own scan, for every transaction that may be on its way, and moves attempts and
 * days by what is there. Idempotent; any number may run at once. A day that cannot go on keeps no other from it.
 */
export async function confirmPayments(ctx: PayoutContext): Promise<JobResult> {
  const now = await chainNow(ctx.db);
  const pool = await loadLivePool(ctx.db);
  if (!now || !pool) return done("nothing has been read from the chain yet");
  const stranger = await findStranger(ctx.db, pool);
  if (stranger) return needsHuman(stranger);
  const [operations, genesis] = await Promise.all([operationsInForce(ctx.db), ctx.source.genesis()]);
  const look: Look = { now, operations, finalDepth: genesis.securityParam };
  let moved = 0;
  const problems: string[] = [];
  for (const row of await watchedDays(ctx)) {
    try {
      const reason = await confirmAttempts(ctx, row.dayIndex, look, () => moved++);
      if (reason !== null) {
        await stop(ctx, row, reason, now.timeMs);
        problems.push(reason);
      } else if (await settleDay(ctx, row, look)) moved++;
    } catch (error) {
      if (error instanceof LostRace) moved++;
      else {
        ctx.log.error({ err: error, day: row.dayIndex }, "a day could not be confirmed");
        problems.push(`day ${row.dayIndex}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
  }
  if (problems.length > 0) return needsHuman(problems.join("; "));
  return moved > 0 ? again(`${moved} changes`) : done("nothing new");
}

async function watchedDays(ctx: PayoutContext): Promise<DayRow[]> {
  const open = ctx.db
    .select({ dayIndex: attempt.dayIndex })
    .from(attempt)
    .where(inArray(attempt.state, [...OPEN_ATTEMPTS]));
  return ctx.db
    .select()
    .from(day)
    .where(or(and(inArray(day.state, [...WATCHED_DAYS]), isNotNull(day.planDigest)), inArray(day.dayIndex, open)))
    .orderBy(desc(inArray(day.state, [...MOVING])), asc(day.dayIndex))
    .limit(MOST_DAYS_AT_ONCE);
}

async function stop(ctx: PayoutContext, row: DayRow, reason: string, atMs: number): Promise<void> {
  if (row.state === "FROZEN" || row.state === "FINAL") return;
  await withTransaction(ctx.db, (tx) => freezeDay(tx, row, { actor: "job:confirm", atMs, reason }));
}

/** Null, or why the day must stop. Each attempt is followed as far as the chain says. */
async function confirmAttempts(
  ctx: PayoutContext,
  dayIndex: number,
  look: Look,
  onMove: () => void,
): Promise<string | null> {
  const rows = await ctx.db
    .select()
    .from(attempt)
    .where(and(eq(attempt.dayIndex, dayIndex), inArray(attempt.state, [...OPEN_ATTEMPTS])))
    .orderBy(asc(attempt.batchNo));
  for (const row of rows) {
    for (let seen = row; OPEN_ATTEMPTS.includes(seen.state as AttemptState); ) {
      const confirmation = await confirmAttempt(ctx, seen, look);
      if (confirmation.kind === "wrong") return confirmation.reason;
      if (confirmation.kind === "unchanged") break;
      onMove();
      seen = { ...seen, state: confirmation.to };
    }
  }
  return null;
}
