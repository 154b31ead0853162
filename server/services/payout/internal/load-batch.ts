import { and, asc, eq } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { batch, rewardLine } from "@/db/schema";
import { addressKey } from "@/server/domain/cardano/address";
import type { CommittedBatch } from "@/server/domain/contract/commitment";
import { sumPayouts } from "@/server/domain/contract/commitment";
import type { Payout } from "@/server/domain/contract/types";
import { compareText } from "@/server/domain/text-order";
import { ServiceError } from "../../errors";
import { ofDay } from "../../lines-of-day";

/**
 * A batch with its recipients in the order in which the contract pays them. Throws if the lines do not add up to what
 * was committed: then nothing may be built.
 */
export async function loadBatch(
  db: Database | Transaction,
  dayIndex: number,
  batchNo: number,
): Promise<CommittedBatch> {
  const [row] = await db
    .select()
    .from(batch)
    .where(and(eq(batch.dayIndex, dayIndex), eq(batch.batchNo, batchNo)));
  if (!row) throw new ServiceError("not-found", `day ${dayIndex} has no batch ${batchNo}`);
  const lines = await db
    .select({ address: rewardLine.address, lovelace: rewardLine.payoutLovelace })
    .from(rewardLine)
    .where(and(ofDay(dayIndex), eq(rewardLine.batchNo, batchNo)))
    .orderBy(asc(rewardLine.address));
  const payouts = lines
    .map(({ address, lovelace }): Payout => ({ address, lovelace, tokens: 0n }))
    .sort((a, b) => compareText(addressKey(a.address), addressKey(b.address)));
  const total = sumPayouts(payouts);
  if (total.lovelace !== row.lovelace || payouts.length !== row.outputs) {
    throw new ServiceError(
      "unavailable",
      `the lines of batch ${batchNo} of day ${dayIndex} are not those that were committed`,
    );
  }
  return { payouts, total, commitment: row.commitment, next: row.next };
}
