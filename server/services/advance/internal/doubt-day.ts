import { and, eq, sql } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { day as dayTable } from "@/db/schema";
import { withTransaction } from "@/db/transaction";
import { BLOCKS_IN_DOUBT, type Doubt, isBeyondDoubt, lastingDoubt } from "@/server/domain/day/doubt";
import type { StopReason } from "@/server/domain/day/stop-reason";
import { sayStopReason } from "@/server/words/stop-reason";
import type { Context } from "../../context";
import { type DayRow, freezeDay } from "../../day/move-day";
import { holdSnapshot, type SnapshotRow } from "../../day/snapshot";
import { holdScan } from "../../hold-chain";
import { done, type JobResult, needsHuman } from "../../job-result";

/**
 * For an answer of the source that speaks against a day and may be old: it is asked again at each step. The day stops
 * only if the same is said over BLOCKS_IN_DOUBT blocks, and with no other answer between. `snapshot` is null where what
 * was signed holds, whatever the day was read from.
 */
export async function doubtDay(
  ctx: Context,
  day: DayRow,
  { snapshot, reason }: { readonly snapshot: SnapshotRow | null; readonly reason: StopReason },
): Promise<JobResult> {
  const said = sayStopReason(reason);
  return askAgain(ctx, day, { snapshot, kind: reason.kind, said }, async (tx, atMs) => {
    await freezeDay(tx, day, { actor: "job:advance", atMs, reason });
    return needsHuman(said, day.dayIndex);
  });
}

type Told = { readonly snapshot: SnapshotRow | null; readonly kind: Doubt["kind"]; readonly said: string };

/** The same with another end than a stop: `act` has the scan held, and the chain's time. */
export async function askAgain(
  ctx: Context,
  day: DayRow,
  { snapshot, kind, said }: Told,
  act: (tx: Transaction, atMs: number) => Promise<JobResult>,
): Promise<JobResult> {
  return withTransaction(ctx.db, async (tx) => {
    const { height, timeMs } = await (snapshot ? holdSnapshot(tx, snapshot) : holdScan(tx));
    const doubt = lastingDoubt(day.doubt, kind, height);
    if (isBeyondDoubt(doubt, height)) {
      // What is said after a release is another doubt.
      await setDoubt(tx, day, null);
      return act(tx, timeMs);
    }
    await setDoubt(tx, day, doubt);
    const asked = height - doubt.sinceHeight;
    return done(`${said} It is asked again: ${asked} of ${BLOCKS_IN_DOUBT} blocks have said so.`);
  });
}

/** Another answer has come: the doubt begins anew with the next. */
export async function endDoubt({ db }: Context, day: DayRow): Promise<void> {
  if (day.doubt !== null) await setDoubt(db, day, null);
}

async function setDoubt(db: Database | Transaction, day: DayRow, doubt: Doubt | null): Promise<void> {
  const { dayIndex, state, snapshotId } = dayTable;
  await db
    .update(dayTable)
    .set({ doubt })
    .where(
      and(eq(dayIndex, day.dayIndex), eq(state, day.state), sql`${snapshotId} is not distinct from ${day.snapshotId}`),
    );
}
