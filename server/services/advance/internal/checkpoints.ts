import { and, desc, eq, inArray, lt, lte, notInArray, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { day, replayCheckpoint, replayPart, snapshot } from "@/db/schema";
import { withTransaction } from "@/db/transaction";
import { toCanonicalJson } from "@/server/domain/canonical";
import { ENDED_DAY_STATES } from "@/server/domain/day/states";
import { contentHashOf } from "@/server/domain/hash";
import { readPart, replayKeyOf, writeParts } from "@/server/domain/second-calculation/checkpoint";
import { emptyState, type ReplayState, type ReplayTerms } from "@/server/domain/second-calculation/replay";
import type { DayIndex, Hex } from "@/server/domain/units";
import type { Context } from "../../context";
import { holdSnapshot, isStillOurs, type SnapshotRow } from "../../day/snapshot";
import { LostRace } from "../../lost-race";

/*
 * Checkpoints of the second calculation. Nothing depends on them but how far back a replay begins: what is missing,
 * damaged or made for something else is not used, and the replay begins earlier.
 */

type CheckpointRow = typeof replayCheckpoint.$inferSelect;
/** What a replay goes on from. */
export type Checkpoint = { readonly hash: Hex; readonly state: ReplayState };
/** Written, but not valid yet. */
export type CheckpointDraft = Omit<CheckpointRow, "hash" | "writtenAt"> & { readonly snapshot: SnapshotRow };

const KEPT = 2;

/** What the newest day before this one that has ended was read from: no rollback reaches it. Null if it is not ours. */
export async function newestFinalSnapshot(db: Database, before: DayIndex): Promise<SnapshotRow | null> {
  const [row] = await db
    .select({ snapshot })
    .from(day)
    .innerJoin(snapshot, eq(snapshot.id, day.snapshotId))
    .where(and(lt(day.dayIndex, before), inArray(day.state, [...ENDED_DAY_STATES])))
    .orderBy(desc(day.dayIndex))
    .limit(1);
  return row && (await isStillOurs(db, row.snapshot)) ? row.snapshot : null;
}

/** The newest that fits the day and is whole; null if there is none. Says in the log why one is not used. */
export async function loadCheckpoint(ctx: Context, terms: ReplayTerms, of: SnapshotRow): Promise<Checkpoint | null> {
  const rows = await ctx.db
    .select({ row: replayCheckpoint, snapshot })
    .from(replayCheckpoint)
    .innerJoin(snapshot, eq(snapshot.id, replayCheckpoint.snapshotId))
    .where(and(lt(snapshot.dayIndex, of.dayIndex), lte(snapshot.height, of.height)))
    .orderBy(desc(snapshot.height), desc(replayCheckpoint.writtenAt));
  for (const { row, snapshot: seen } of rows) {
    const read = await readCheckpoint(ctx.db, row, seen, replayKeyOf(terms));
    if (typeof read !== "string") return { hash: row.hash, state: read };
    const { dayIndex, height } = seen;
    ctx.log.warn({ dayIndex, height }, `a checkpoint of the second calculation is not used: ${read}`);
  }
  return null;
}

/** The state, or why it is not used. */
async function readCheckpoint(
  db: Database,
  row: CheckpointRow,
  seen: SnapshotRow,
  replayKey: Hex,
): Promise<ReplayState | string> {
  if (row.replayKey !== replayKey) return "it was made by other rules";
  if (!(await isStillOurs(db, seen))) return "what was read up to its block has changed since";
  if (checkpointHashOf(row) !== row.hash) return "it is not what its hash says";
  const state = { ...emptyState(), height: seen.height };
  for (const [index, hash] of row.parts.entries()) {
    const [part] = await db.select().from(replayPart).where(eq(replayPart.hash, hash));
    if (!part) return `part ${index + 1} of ${row.parts.length} is missing`;
    if (contentHashOf(part.body) !== hash) return `part ${index + 1} of ${row.parts.length} is damaged`;
    readPart(state, part.body);
  }
  return state;
}

function checkpointHashOf({ snapshotId, replayKey, parts }: Pick<CheckpointRow, "snapshotId" | "replayKey" | "parts">) {
  return contentHashOf(toCanonicalJson({ snapshotId, replayKey, parts }));
}

/** Writes the parts of a state that was replayed to a final day's block, each by itself. It is valid once sealed. */
export async function draftCheckpoint(
  db: Database,
  state: ReplayState,
  terms: ReplayTerms,
  at: SnapshotRow,
): Promise<CheckpointDraft> {
  const parts: Hex[] = [];
  for (const body of writeParts(state, terms, at.dayIndex)) {
    const hash = contentHashOf(body);
    // Over what is there as well: it may be damaged.
    await db.insert(replayPart).values({ hash, body }).onConflictDoUpdate({ target: replayPart.hash, set: { body } });
    parts.push(hash);
  }
  return { snapshot: at, snapshotId: at.id, replayKey: replayKeyOf(terms), parts };
}

/**
 * Makes a draft valid, and lets all but the newest two go. Nothing is kept if its block is not ours any more, or if
 * another engine has tidied its parts away: the next check makes another.
 */
export async function sealCheckpoint({ db, log }: Context, draft: CheckpointDraft): Promise<void> {
  const { snapshot: at, ...row } = draft;
  const isSealed = await withTransaction(db, async (tx) => {
    await holdSnapshot(tx, at);
    await tx.execute(LOCK_CHECKPOINTS);
    const present = await tx.$count(replayPart, inArray(replayPart.hash, row.parts));
    if (present !== new Set(row.parts).size) return false;
    await tx
      .insert(replayCheckpoint)
      .values({ hash: checkpointHashOf(row), ...row })
      .onConflictDoNothing();
    return true;
  }).catch((error: unknown) => {
    if (error instanceof LostRace) return false;
    throw error;
  });
  if (isSealed) await tidyCheckpoints(db);
  else log.info({ dayIndex: at.dayIndex }, "a checkpoint of the second calculation was not kept");
}

/** One that does not lead to what the whole history leads to. */
export async function dropCheckpoint(db: Database, hash: Hex): Promise<void> {
  await db.delete(replayCheckpoint).where(eq(replayCheckpoint.hash, hash));
}

/** So that no parts go while their row comes. */
const LOCK_CHECKPOINTS = sql`lock table ${replayCheckpoint} in share row exclusive mode`;

async function tidyCheckpoints(db: Database): Promise<void> {
  await withTransaction(db, async (tx) => {
    await tx.execute(LOCK_CHECKPOINTS);
    const newest = tx
      .select({ hash: replayCheckpoint.hash })
      .from(replayCheckpoint)
      .innerJoin(snapshot, eq(snapshot.id, replayCheckpoint.snapshotId))
      .orderBy(desc(snapshot.height), desc(replayCheckpoint.writtenAt))
      .limit(KEPT);
    await tx.delete(replayCheckpoint).where(notInArray(replayCheckpoint.hash, newest));
    await tx.execute(sql`
      delete from ${replayPart} p where not exists (
        select 1 from ${replayCheckpoint} c where p.hash = any(c.parts))`);
  });
}
