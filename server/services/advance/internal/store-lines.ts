import { createHash } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { asTable, inParts } from "@/db/rows";
import { rewardLine } from "@/db/schema";
import type { RewardLine } from "@/server/domain/rewards/reward-line";
import { compareText } from "@/server/domain/text-order";

const COLUMNS = `address text, identity text, quantity numeric, "earnedLovelace" bigint, "openingLovelace" bigint,
  "payoutLovelace" bigint, "carriedLovelace" bigint, reason text, "batchNo" int`;

/**
 * Replaces the lines of a day, each with the number of the batch that pays it where `batchOf` has one. Those that are
 * there already are left alone: reading a million takes seconds, writing them most of a minute.
 */
export async function storeLines(
  tx: Transaction,
  dayIndex: number,
  lines: readonly RewardLine[],
  batchOf: ReadonlyMap<string, number> = new Map(),
): Promise<void> {
  if ((await hashStored(tx, dayIndex)) === hashOf(lines, batchOf)) return;
  await tx.delete(rewardLine).where(eq(rewardLine.dayIndex, dayIndex));
  for (const part of inParts(lines)) {
    const rows = part.map((line) => ({ ...line, batchNo: batchOf.get(line.address) ?? null }));
    await tx.execute(sql`
      insert into reward_line (day_index, address, identity, quantity, earned_lovelace, opening_lovelace, payout_lovelace,
        carried_lovelace, reason, batch_no)
      select ${dayIndex}::int, r.* from ${asTable(rows, COLUMNS)}`);
  }
}

/** Of every field of every line, in the order of the addresses. */
async function hashStored(tx: Transaction, dayIndex: number): Promise<string> {
  const [row] = await tx.execute<{ hash: string }>(sql`
    select encode(sha256(coalesce(string_agg(sha256(convert_to(concat_ws(' ', address, identity, quantity,
      earned_lovelace, opening_lovelace, payout_lovelace, carried_lovelace, reason, coalesce(batch_no, 0)), 'UTF8')),
      ''::bytea order by address collate "C"), ''::bytea)), 'hex') as hash
    from reward_line where day_index = ${dayIndex}`);
  return row?.hash ?? "";
}

function hashOf(lines: readonly RewardLine[], batchOf: ReadonlyMap<string, number>): string {
  const all = createHash("sha256");
  for (const line of [...lines].sort((a, b) => compareText(a.address, b.address))) {
    const { address, identity, quantity, earnedLovelace, openingLovelace, payoutLovelace, carriedLovelace, reason } =
      line;
    const amounts = `${quantity} ${earnedLovelace} ${openingLovelace} ${payoutLovelace} ${carriedLovelace}`;
    const text = `${address} ${identity} ${amounts} ${reason} ${batchOf.get(address) ?? 0}`;
    all.update(createHash("sha256").update(text).digest());
  }
  return all.digest("hex");
}
