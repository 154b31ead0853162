import { createHash } from "node:crypto";
import { and, eq, isNotNull, sql } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { asTable, inParts } from "@/db/rows";
import { lineSet, rewardLine } from "@/db/schema";
import type { RewardLine } from "@/server/domain/rewards/reward-line";
import type { DayIndex, Hex } from "@/server/domain/units";
import { LostRace } from "../lost-race";
import type { DayRow } from "./move-day";
import { sweepLineSets } from "./sweep-line-sets";

/** By address: the number of the batch that pays it. */
export type BatchNumbers = ReadonlyMap<string, number>;
const NO_BATCHES: BatchNumbers = new Map();

/**
 * Writes lines that a day may be given, in the order of the calculation, and returns the id of their set. Nothing is
 * locked: a million lines take most of a minute. A set is named by its content, so what is there already stays, and
 * two engines that write the same one help each other.
 */
export async function stageLines(
  db: Database,
  dayIndex: DayIndex,
  lines: readonly RewardLine[],
  batchOf: BatchNumbers = NO_BATCHES,
): Promise<number> {
  await sweepLineSets(db);
  const { id, isWhole } = await openSet(db, dayIndex, hashLines(dayIndex, lines, batchOf), lines.length);
  if (isWhole) return id;
  for (const part of inParts(lines)) {
    const rows = asTable(part, {
      address: ["text", ({ address }) => address],
      identity: ["text", ({ identity }) => identity],
      quantity: ["numeric", ({ quantity }) => quantity],
      earned: ["bigint", ({ earnedLovelace }) => earnedLovelace],
      opening: ["bigint", ({ openingLovelace }) => openingLovelace],
      payout: ["bigint", ({ payoutLovelace }) => payoutLovelace],
      carried: ["bigint", ({ carriedLovelace }) => carriedLovelace],
      reason: ["text", ({ reason }) => reason],
      batch_no: ["int", ({ address }) => batchOf.get(address) ?? null],
    });
    await db.execute(sql`
      insert into reward_line (set_id, address, identity, quantity, earned_lovelace, opening_lovelace,
        payout_lovelace, carried_lovelace, reason, batch_no)
      select ${id}::int, r.* from ${rows} on conflict do nothing`);
  }
  const written = await db.$count(rewardLine, eq(rewardLine.setId, id));
  if (written !== lines.length) throw new LostRace(`${written} of ${lines.length} lines of day ${dayIndex} are there`);
  await db.update(lineSet).set({ isWhole: true }).where(eq(lineSet.id, id));
  return id;
}

async function openSet(db: Database, dayIndex: DayIndex, hash: Hex, lines: number) {
  await db.insert(lineSet).values({ dayIndex, hash, lines }).onConflictDoNothing();
  const [set] = await db.select().from(lineSet).where(eq(lineSet.hash, hash));
  if (!set) throw new LostRace(`the lines ${hash} of day ${dayIndex} are being deleted`);
  return set;
}

/**
 * Before a day points at a staged set, in the same transaction: from here on nobody deletes it. Throws LostRace if it
 * was given up.
 */
export async function claimLines(tx: Transaction, id: number): Promise<void> {
  const claimed = await tx
    .update(lineSet)
    .set({ claims: sql`${lineSet.claims} + 1` })
    .where(and(eq(lineSet.id, id), eq(lineSet.isWhole, true), isNotNull(lineSet.hash)))
    .returning({ id: lineSet.id });
  if (claimed.length !== 1) throw new LostRace(`the lines ${id} were given up`);
}

/** Where a calculation is made again: what is checked or planned must be what was calculated. */
export const OTHER_LINES = "calculated again, its lines are others than before";

/** Whether it gives the lines that the day has, none of which is in a batch yet. */
export async function areTheDays(db: Database, day: DayRow, lines: readonly RewardLine[]): Promise<boolean> {
  const [set] = await db
    .select()
    .from(lineSet)
    .where(eq(lineSet.id, day.lineSetId ?? -1));
  return set?.hash === hashLines(day.dayIndex, lines, NO_BATCHES);
}

/** Of every field of every line, in their order. */
function hashLines(dayIndex: DayIndex, lines: readonly RewardLine[], batchOf: BatchNumbers): Hex {
  const all = createHash("sha256").update(`day ${dayIndex}`);
  for (const line of lines) {
    const { address, identity, quantity, earnedLovelace, openingLovelace, payoutLovelace, carriedLovelace } = line;
    const amounts = `${quantity} ${earnedLovelace} ${openingLovelace} ${payoutLovelace} ${carriedLovelace}`;
    all.update(`\n${address} ${identity} ${amounts} ${line.reason} ${batchOf.get(address) ?? 0}`);
  }
  return all.digest("hex");
}
