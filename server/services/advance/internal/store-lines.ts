import { eq, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { asTable, inParts } from "@/db/rows";
import { rewardLine } from "@/db/schema";
import type { RewardLine } from "@/server/domain/rewards/reward-line";

const COLUMNS = `address text, identity text, quantity numeric, "earnedLovelace" bigint, "openingLovelace" bigint,
  "paidLovelace" bigint, "carriedLovelace" bigint, reason text, "batchNo" int`;

/** Replaces the lines of a day, each with the number of the batch that pays it where `batchOf` has one. */
export async function storeLines(
  tx: Transaction,
  dayIndex: number,
  lines: readonly RewardLine[],
  batchOf: ReadonlyMap<string, number> = new Map(),
): Promise<void> {
  await tx.delete(rewardLine).where(eq(rewardLine.dayIndex, dayIndex));
  for (const part of inParts(lines)) {
    const rows = part.map((line) => ({ ...line, batchNo: batchOf.get(line.address) ?? null }));
    await tx.execute(sql`
      insert into reward_line (day_index, address, identity, quantity, earned_lovelace, opening_lovelace, paid_lovelace,
        carried_lovelace, reason, batch_no)
      select ${dayIndex}::int, r.* from ${asTable(rows, COLUMNS)}`);
  }
}
