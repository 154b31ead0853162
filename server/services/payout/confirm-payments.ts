import { and, asc, desc, eq, inArray, isNotNull, lte, ne, or, sql } from "drizzle-orm";
import { attempt, day } from "@/db/schema";
import { withTransaction } from "@/db/transaction";
import { OPEN_ATTEMPT_STATES, PENDING_ATTEMPT_STATES } from "@/server/domain/day/attempt-states";
import { type DayState, SIGNED_DAY_STATES } from "@/server/domain/day/states";
import type { StopReason } from "@/server/domain/day/stop-reason";
import { sayStopReason } from "@/server/words/stop-reason";
import { chainNow } from "../chain-now";
import { isInStates } from "../day/in-states";
import { type DayRow, freezeDay } from "../day/move-day";
import { failureInWords } from "../failure-in-words";
import { finalDepth } from "../final-depth";
import { again, done, type JobResult, needsHuman, waiting } from "../job-result";
import { LostRace } from "../lost-race";
import { findStranger } from "../pool/find-stranger";
import { loadLivePool } from "../pool/load-pool";
import { operationsInForce } from "../settings-in-force";
import { confirmAttempt, type Look } from "./internal/confirm-attempt";
import { settleDay } from "./internal/settle-day";
import type { PayoutContext } from "./payout-context";

/** Checked first: the days that only wait to be final, half a day of blocks, may be more than one run can check. */
const WATCHED: readonly DayState[] = [...SIGNED_DAY_STATES, "FROZEN"];
const MOVING = WATCHED.filter((state) => state !== "PAID");
const MOST_DAYS_AT_ONCE = 50;

/**
 * Checks, through our own scan, every transaction that may be pending, and moves attempts and days accordingly.
 * Idempotent; any number may run at once. A day that fails does not stop the others.
 */
export async function confirmPayments(ctx: PayoutContext): Promise<JobResult> {
  const now = await chainNow(ctx.db);
  const pool = await loadLivePool(ctx.db);
  if (!now || !pool) return done("nothing has been read from the chain yet");
  const stranger = await findStranger(ctx.db, pool);
  if (stranger) return needsHuman(stranger);
  const operations = await operationsInForce(ctx.db);
  const look: Look = { now, operations, finalDepth: await finalDepth(ctx.source) };
  let moved = 0;
  const problems: string[] = [];
  const waits: string[] = [];
  for (const row of await watchedDays(ctx, look)) {
    try {
      const reason = await confirmAttempts(ctx, row.dayIndex, look, {
        onMove: () => moved++,
        onWait: (words) => waits.push(`day ${row.dayIndex}: ${words}`),
      });
      if (reason !== null) {
        await stop(ctx, row, reason, now.timeMs);
        problems.push(`day ${row.dayIndex}: ${sayStopReason(reason)}`);
      } else if (await settleDay(ctx, row, look)) moved++;
    } catch (error) {
      if (error instanceof LostRace) moved++;
      else {
        ctx.log.error({ err: error, day: row.dayIndex }, "a day could not be confirmed");
        problems.push(`day ${row.dayIndex}: ${failureInWords(error)}`);
      }
    }
  }
  if (problems.length > 0) return needsHuman(problems.join("; "));
  if (moved > 0) return again(`${moved} changes`);
  return waits.length > 0 ? waiting(`until two sources agree. ${waits.join("; ")}`) : done("nothing new");
}

/**
 * Attempts that may move: those that are on their way, those that landed once they are deep enough, confirmed ones once
 * they may be final. Between are blocks in which nothing can change but by a rollback, which moves them by itself
 * (revise-payments.ts).
 */
function mayMove({ now, operations, finalDepth: depth }: Look) {
  return or(
    inArray(attempt.state, [...PENDING_ATTEMPT_STATES]),
    and(eq(attempt.state, "IN_LEDGER"), lte(attempt.ledgerHeight, now.height - operations.confirmDepth)),
    and(eq(attempt.state, "CONFIRMED"), lte(attempt.ledgerHeight, now.height - depth)),
  );
}

/**
 * A paid day rests too, while its last payment, which spends what all before it made, is where a rollback could reach.
 * One that a rollback took is not there: such a day is looked at.
 */
function isNotResting({ now, finalDepth: depth }: Look) {
  // One value, and not whether there is one: for that the database would read every settlement.
  return sql`coalesce((
    select max(u.created_height) from settlement s join pool_utxo u on u.tx_hash = s.transactions -> -1 ->> 'txHash'
    where s.day_index = ${day.dayIndex}), -1) <= ${now.height - depth}`;
}

async function watchedDays({ db }: PayoutContext, look: Look): Promise<DayRow[]> {
  const open = await db.selectDistinct({ dayIndex: attempt.dayIndex }).from(attempt).where(mayMove(look));
  const indexes = open.map(({ dayIndex }) => dayIndex);
  const signed = and(isInStates(WATCHED), isNotNull(day.planDigest));
  return db
    .select()
    .from(day)
    .where(or(and(signed, or(ne(day.state, "PAID"), isNotResting(look))), inArray(day.dayIndex, indexes)))
    .orderBy(desc(isInStates(MOVING)), asc(day.dayIndex))
    .limit(MOST_DAYS_AT_ONCE);
}

async function stop(ctx: PayoutContext, row: DayRow, reason: StopReason, atMs: number): Promise<void> {
  if (row.state === "FROZEN" || row.state === "FINAL") return;
  await withTransaction(ctx.db, (tx) => freezeDay(tx, row, { actor: "job:confirm", atMs, reason }));
}

/** Null, or why the day must stop. Follows each attempt as far as the chain shows. */
async function confirmAttempts(
  ctx: PayoutContext,
  dayIndex: number,
  look: Look,
  { onMove, onWait }: { readonly onMove: () => void; readonly onWait: (words: string) => void },
): Promise<StopReason | null> {
  const rows = await ctx.db
    .select()
    .from(attempt)
    .where(and(eq(attempt.dayIndex, dayIndex), mayMove(look)))
    .orderBy(asc(attempt.batchNo));
  for (const row of rows) {
    for (let seen = row; OPEN_ATTEMPT_STATES.includes(seen.state); ) {
      const confirmation = await confirmAttempt(ctx, seen, look);
      if (confirmation.kind === "wrong") return confirmation.reason;
      if (confirmation.kind === "unchanged") {
        if (confirmation.waitsFor) onWait(confirmation.waitsFor);
        break;
      }
      onMove();
      seen = { ...seen, state: confirmation.to };
    }
  }
  return null;
}
