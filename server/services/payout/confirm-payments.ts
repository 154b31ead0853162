import { and, asc, inArray, isNotNull } from "drizzle-orm";
import { attempt, day } from "@/db/schema";
import { withTransaction } from "@/db/transaction";
import type { DayState } from "@/server/domain/day/states";
import { chainNow } from "../chain-now";
import { again, done, type JobResult, needsHuman } from "../context";
import { freezeDay, LostRace } from "../day/move-day";
import { loadLivePool } from "../pool/load-pool";
import { operationsInForce } from "../settings-in-force";
import { confirmAttempt, type Look } from "./confirm-attempt";
import type { PayoutContext } from "./payout-context";
import { settleDay } from "./settle-day";

const WATCHED_DAYS: readonly DayState[] = ["APPROVED", "COMMITTED", "PAYING", "PAID", "FROZEN"];
const MOST_DAYS_AT_ONCE = 50;

/**
 * Looks at the chain, through our own scan, for every transaction that may be on its way, and moves attempts and
 * days by what is there. Idempotent; any number may run at once.
 */
export async function confirmPayments(ctx: PayoutContext): Promise<JobResult> {
  const now = await chainNow(ctx.db);
  if (!now) return done("nothing has been read from the chain yet");
  const stranger = await findStranger(ctx);
  if (stranger) return needsHuman(stranger);
  const [operations, genesis] = await Promise.all([operationsInForce(ctx.db), ctx.source.genesis()]);
  const look: Look = { now, operations, finalDepth: genesis.securityParam };
  const days = await ctx.db
    .select()
    .from(day)
    .where(and(inArray(day.state, [...WATCHED_DAYS]), isNotNull(day.planDigest)))
    .orderBy(asc(day.dayIndex))
    .limit(MOST_DAYS_AT_ONCE);
  let moved = 0;
  for (const row of days) {
    try {
      const reason = await confirmAttempts(ctx, row.dayIndex, look, () => moved++);
      if (reason !== null) {
        if (row.state !== "FROZEN") {
          await withTransaction(ctx.db, (tx) =>
            freezeDay(tx, row, { actor: "job:confirm", atMs: now.timeMs, reason }),
          );
        }
        return needsHuman(reason);
      }
      if (await settleDay(ctx, row, look)) moved++;
    } catch (error) {
      if (!(error instanceof LostRace)) throw error;
      moved++;
    }
  }
  return moved > 0 ? again(`${moved} changes`) : done("nothing new");
}

/** Null, or why the day must stop. Given-up attempts are looked at too: the chain outranks what was believed. */
async function confirmAttempts(
  ctx: PayoutContext,
  dayIndex: number,
  look: Look,
  onMove: () => void,
): Promise<string | null> {
  const rows = await ctx.db
    .select()
    .from(attempt)
    .where(
      and(
        inArray(attempt.dayIndex, [dayIndex]),
        inArray(attempt.state, ["BUILT", "BROADCAST", "IN_LEDGER", "CONFIRMED"]),
      ),
    )
    .orderBy(asc(attempt.batchNo));
  for (const row of rows) {
    const confirmation = await confirmAttempt(ctx, row, look);
    if (confirmation.kind === "wrong") return confirmation.reason;
    if (confirmation.kind === "moved") onMove();
  }
  return null;
}

/** The pool must follow a plan that we know: a spend by anybody else means that a key or a database is lost. */
async function findStranger(ctx: PayoutContext): Promise<string | null> {
  const pool = await loadLivePool(ctx.db);
  if (!pool || /^0+$/.test(pool.datum.plan)) return null;
  const known = await ctx.db.$count(day, inArray(day.planDigest, [pool.datum.plan]));
  if (known > 0) return null;
  return `the pool is at plan ${pool.datum.plan}, which this database does not know: it was restored from before that plan, or somebody else has the operator's key. Nothing is built until people have looked`;
}
