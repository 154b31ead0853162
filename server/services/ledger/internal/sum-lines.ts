import { sql } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import type { batch, day } from "@/db/schema";
import { assertInvariant } from "@/server/domain/invariant";
import type { Lovelace } from "@/server/domain/units";
import { findOpenBatches, type OpenBatches } from "../../day/open-plan";
import { findSnapshot, openOf } from "../../day/snapshot";

/** Lines, the day that they are or may become those of, and what that is read from. */
export type LinesOf = Pick<typeof day.$inferSelect, "dayIndex" | "lineSetId" | "snapshotId">;
export type SummedBatch = Pick<typeof batch.$inferSelect, "batchNo" | "lovelace" | "outputs">;

/** What lines earned together. Throws InvariantError if its batches or the day before say otherwise. */
export async function sumLines(
  db: Database | Transaction,
  { dayIndex, lineSetId, snapshotId }: LinesOf,
  batches: readonly SummedBatch[],
): Promise<Lovelace> {
  const parts = await db.execute<{ batchNo: number | null; earned: string; paid: string; outputs: number }>(sql`
    select batch_no as "batchNo", sum(earned_lovelace)::text as earned, sum(payout_lovelace)::text as paid,
      (count(*) filter (where payout_lovelace > 0))::int as outputs
    from reward_line where set_id = ${lineSetId} group by batch_no`);
  const planned = new Map(batches.map((row) => [row.batchNo, row]));
  let paidBatches = 0;
  for (const { batchNo, paid, outputs } of parts) {
    const expected = batchNo === null ? { lovelace: 0n, outputs: 0 } : planned.get(batchNo);
    const isPlanned = BigInt(paid) === expected?.lovelace && outputs === expected.outputs;
    assertInvariant(isPlanned, () => `the lines of day ${dayIndex}, batch ${batchNo}, pay ${paid} to ${outputs}`);
    if (batchNo !== null) paidBatches++;
  }
  assertInvariant(paidBatches === batches.length, () => `a batch of day ${dayIndex} has no lines`);
  const snapshot = await findSnapshot(db, { snapshotId });
  // A day that pays nothing leaves what is open where it is.
  const taken = snapshot && batches.length > 0 ? openOf(snapshot) : null;
  await checkOpening(db, { dayIndex, lineSetId }, taken && (await findOpenBatches(db, taken)));
  return parts.reduce((total, { earned }) => total + BigInt(earned), 0n);
}

/**
 * Each address opens with what the day before carried for it and what is taken over of an open plan, so nothing owed is
 * lost or paid twice.
 */
async function checkOpening(
  db: Database | Transaction,
  { dayIndex, lineSetId }: Pick<LinesOf, "dayIndex" | "lineSetId">,
  taken: OpenBatches | null,
): Promise<void> {
  const [wrong] = await db.execute<{ address: string; opening: string; carried: string }>(sql`
    select address, coalesce(opening, 0)::text as opening, coalesce(carried, 0)::text as carried from (
      select address, opening_lovelace as opening from reward_line
      where set_id = ${lineSetId} and opening_lovelace > 0
    ) today full join (
      select address, sum(lovelace)::bigint as carried from (
        select address, carried_lovelace as lovelace from reward_line
        where set_id = (select line_set_id from day where day_index < ${dayIndex} order by day_index desc limit 1)
          and carried_lovelace > 0
        union all
        select address, payout_lovelace from reward_line
        where set_id = ${taken?.lineSetId ?? null}::int and batch_no >= ${taken?.fromBatch ?? null}::int
      ) owed group by address
    ) before using (address)
    where opening is distinct from carried limit 1`);
  assertInvariant(!wrong, () => {
    const { address, opening, carried } = wrong ?? {};
    return `day ${dayIndex} opens with ${opening} lovelace for ${address}; ${carried} were left from before`;
  });
}
