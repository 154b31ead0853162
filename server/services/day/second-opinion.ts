import { eq, sql } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { secondOpinion } from "@/db/schema";
import type { Opinion } from "@/server/domain/second-opinion/opinion";
import type { Height, Hex } from "@/server/domain/units";

type Db = Database | Transaction;

export type KeptOpinion = typeof secondOpinion.$inferSelect;

/** What a witness said of what a day was read from; null before it was asked. */
export async function findOpinion(db: Db, snapshotId: Hex | null): Promise<KeptOpinion | null> {
  if (snapshotId === null) return null;
  const [row] = await db.select().from(secondOpinion).where(eq(secondOpinion.snapshotId, snapshotId));
  return row ?? null;
}

/** Keeps it, unless what a report may name already stands there. Answers what holds. */
export async function keepOpinion(
  db: Db,
  snapshotId: Hex,
  { opinion, askedHeight }: { readonly opinion: Opinion; readonly askedHeight: Height },
): Promise<Opinion> {
  await db
    .insert(secondOpinion)
    .values({ snapshotId, opinion, askedHeight })
    .onConflictDoUpdate({
      target: secondOpinion.snapshotId,
      set: { opinion, askedHeight },
      setWhere: sql`${secondOpinion.opinion} ->> 'kind' not in ('agrees', 'accepted')`,
    });
  return (await findOpinion(db, snapshotId))?.opinion ?? opinion;
}

/** The sources were asked at this height, and what is kept of them holds. */
export async function noteAsked(db: Db, snapshotId: Hex, askedHeight: Height): Promise<void> {
  await db.update(secondOpinion).set({ askedHeight }).where(eq(secondOpinion.snapshotId, snapshotId));
}

/** Two people have the day go on although the sources differ: the report will name them, and what differed. */
export async function acceptDifference(
  tx: Transaction,
  snapshotId: Hex | null,
  accepted: { readonly by: readonly string[]; readonly reason: string },
): Promise<void> {
  const kept = await findOpinion(tx, snapshotId);
  if (snapshotId === null || kept?.opinion.kind !== "differs") return;
  const opinion: Opinion = { ...kept.opinion, ...accepted, kind: "accepted" };
  await keepOpinion(tx, snapshotId, { opinion, askedHeight: kept.askedHeight });
}
