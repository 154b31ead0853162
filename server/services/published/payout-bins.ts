import { and, gt, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { rewardLine } from "@/db/schema";
import type { DayIndex, Lovelace } from "@/server/domain/units";
import { ofDay } from "../lines-of-day";

/** How many recipients get fromLovelace <= amount < toLovelace. The last bin includes its end. */
export type PayoutBin = {
  readonly fromLovelace: Lovelace;
  readonly toLovelace: Lovelace;
  readonly recipients: number;
};

const MOST_BINS = 20n;

/**
 * The distribution of a day's payouts, in up to 20 bins of equal width. Counted by the database: a day may have more
 * recipients than a page should read.
 */
export async function payoutBins(db: Database, dayIndex: DayIndex): Promise<PayoutBin[]> {
  const paid = and(ofDay(dayIndex), gt(rewardLine.payoutLovelace, 0n));
  const [range] = await db
    .select({
      low: sql<bigint | null>`min(${rewardLine.payoutLovelace})`,
      high: sql<bigint | null>`max(${rewardLine.payoutLovelace})`,
      recipients: sql<number>`count(*)::int`,
    })
    .from(rewardLine)
    .where(paid);
  if (range?.low == null || range.high == null) return [];
  const low = BigInt(range.low);
  const high = BigInt(range.high);
  if (low === high) return [{ fromLovelace: low, toLovelace: high, recipients: range.recipients }];
  // Rounded up, so that no amount falls outside.
  const width = (high - low + MOST_BINS - 1n) / MOST_BINS;
  const used = (high - low + width - 1n) / width;
  const rows = await db
    .select({
      bin: sql<number>`least((${rewardLine.payoutLovelace} - ${low.toString()}::bigint) / ${width.toString()}::bigint, ${(used - 1n).toString()}::bigint)::int`.as(
        "bin",
      ),
      recipients: sql<number>`count(*)::int`,
    })
    .from(rewardLine)
    .where(paid)
    .groupBy(sql`bin`);
  const counts = new Map(rows.map((row) => [row.bin, row.recipients]));
  return Array.from({ length: Number(used) }, (_, index) => {
    const fromLovelace = low + BigInt(index) * width;
    const end = fromLovelace + width;
    return { fromLovelace, toLovelace: end < high ? end : high, recipients: counts.get(index) ?? 0 };
  });
}
