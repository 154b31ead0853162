import { sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { asTable } from "@/db/rows";
import { toStoredOutput } from "@/server/domain/cardano/stored-output";
import { decodeDatum } from "@/server/domain/contract/datum";
import { sum } from "@/server/domain/integers";
import type { OutRef, TxOutput } from "@/server/domain/ports";
import type { Height, Hex } from "@/server/domain/units";
import type { Followed } from "../../followed/followed";
import { refKey } from "../../followed/known-outputs";
import { Contradicted } from "./contradicted";
import type { Touched } from "./find-touched";
import type { ReadTransaction } from "./read-candidates";
import { amountOf, isOwn, tableOf } from "./token-rows";

type Reading = {
  readonly read: readonly ReadTransaction[];
  /** Ids of the tokens in outputs that they spend, by `refKey`. */
  readonly holding: Touched["holding"];
};

/**
 * Writes what transactions make and spend of tokens, all that they make first: a block has no order, and each output
 * is made once and spent once. What stands there already, of a transaction that our books lost, stays so. Then, for
 * each of them: what went in, by our own books, and what was minted must be what came out. Else a transaction is
 * missing, and nothing is written.
 */
export async function applyTokens(tx: Transaction, reading: Reading, token: Followed): Promise<void> {
  const { read } = reading;
  const isPool = token.kind === "pool";
  const made: Made[] = [];
  for (const { transaction } of read) {
    for (const output of transaction.outputs) {
      if (amountOf(output, token.subject) > 0n) made.push({ output, height: transaction.block.height });
    }
  }
  if (isPool) await insertPools(tx, made);
  else await insertHoldings(tx, token, made);
  const spent = await markSpent(tx, reading, token);
  if (isPool) await linkPools(tx, made);
  for (const { transaction } of read) {
    const before = spent.get(transaction.hash) ?? 0n;
    const expected = before + (transaction.mint[token.subject] ?? 0n);
    const got = sum(transaction.outputs.map((output) => amountOf(output, token.subject)));
    if (expected === got) continue;
    throw new Contradicted({
      kind: "not-conserved",
      hash: transaction.hash,
      height: transaction.block.height,
      unit: token.subject,
      expected: String(expected),
      got: String(got),
    });
  }
}

/** Addresses that these tokens are at; `applyTokens` needs them to have numbers. */
export function addressesHolding(subjects: readonly Followed[], read: readonly ReadTransaction[]): string[] {
  const units = subjects.flatMap(({ kind, subject }) => (kind === "asset" ? [subject] : []));
  const outputs = read.flatMap(({ transaction }) => transaction.outputs);
  return outputs.filter((output) => units.some((unit) => amountOf(output, unit) > 0n)).map(({ address }) => address);
}

type Made = { readonly output: TxOutput; readonly height: Height };

async function insertHoldings(tx: Transaction, { id, subject }: Followed, made: readonly Made[]): Promise<void> {
  if (made.length === 0) return;
  const rows = asTable(made, {
    tx_hash: ["text", ({ output }) => output.ref.txHash],
    index: ["int", ({ output }) => output.ref.index],
    address: ["text", ({ output }) => output.address],
    quantity: ["numeric", ({ output }) => amountOf(output, subject)],
    height: ["bigint", ({ height }) => height],
  });
  const { count } = await tx.execute(sql`
    insert into asset_utxo (asset_id, tx_hash, output_index, address_id, quantity, created_height)
    select ${id}::int, r.tx_hash, r.index, a.id, r.quantity, r.height from ${rows}
    join address a on a.text = r.address
    on conflict (asset_id, tx_hash, output_index) do update set address_id = excluded.address_id,
      quantity = excluded.quantity, created_height = excluded.created_height`);
  if (count !== made.length) throw new Error(`${made.length - count} outputs are at addresses without a number`);
}

async function insertPools(tx: Transaction, made: readonly Made[]): Promise<void> {
  if (made.length === 0) return;
  const rows = JSON.stringify(
    made.map(({ output, height }) => ({
      ...output.ref,
      address: output.address,
      lovelace: String(output.lovelace),
      datum: output.inlineDatum,
      ...columnsOf(output.inlineDatum),
      output: toStoredOutput(output),
      height,
    })),
  );
  await tx.execute(sql`
    insert into pool_utxo (tx_hash, output_index, address, lovelace, datum, plan, status, commitment, nonce,
      deposited_lovelace, output, created_height)
    select "txHash", index, address, lovelace, datum, plan, status, commitment, nonce, lovelace, output, height
    from jsonb_to_recordset(${rows}::text::jsonb) as r("txHash" text, index int, address text, lovelace bigint, datum text,
      plan text, status text, commitment text, nonce bigint, output jsonb, height bigint)`);
}

/** What the datum says, where it is a pool's. */
function columnsOf(inlineDatum: Hex | null) {
  if (inlineDatum === null) return {};
  try {
    const { plan, nonce, status } = decodeDatum(inlineDatum);
    return { plan, nonce, status: status.kind, commitment: status.kind === "paying" ? status.commitment : status.left };
  } catch {
    // Whoever reads the live pool says what is wrong with it (readPool).
    return {};
  }
}

/** Once it is marked what was spent: which pool each of these was made from. One from none is the pool's first. */
async function linkPools(tx: Transaction, made: readonly Made[]): Promise<void> {
  const hashes = sql.param(made.map(({ output }) => output.ref.txHash));
  await tx.execute(sql`
    update pool_utxo n set previous_tx_hash = p.tx_hash, previous_index = p.output_index,
      deposited_lovelace = case when n.lovelace > p.lovelace and n.plan is not distinct from p.plan
        then n.lovelace - p.lovelace end,
      act_lovelace = case when n.lovelace < p.lovelace and n.plan is not distinct from p.plan
        and n.commitment is not distinct from p.commitment then p.lovelace - n.lovelace end
    from pool_utxo p
    where n.tx_hash = any(${hashes}::text[]) and p.spent_height = n.created_height and p.spent_tx_hash = n.tx_hash`);
}

/** What each transaction spent of the token, of what we hold unspent. */
async function markSpent(tx: Transaction, { read, holding }: Reading, token: Followed): Promise<Map<Hex, bigint>> {
  const spending: { readonly ref: OutRef; readonly height: Height; readonly by: Hex }[] = [];
  for (const { transaction } of read) {
    const { hash: by, block, inputs } = transaction;
    for (const { ref } of inputs) {
      if (holding.get(refKey(ref))?.includes(token.id)) spending.push({ ref, height: block.height, by });
    }
  }
  const spent = new Map<Hex, bigint>();
  if (spending.length === 0) return spent;
  const rows = asTable(spending, {
    tx_hash: ["text", ({ ref }) => ref.txHash],
    index: ["int", ({ ref }) => ref.index],
    height: ["bigint", ({ height }) => height],
    by: ["text", ({ by }) => by],
  });
  // What is made later cannot be spent. The fence (offset 0) has each ref looked up by the key, whatever the planner
  // thinks of a young table's size.
  const found = await tx.execute<{ by: Hex; quantity: string }>(sql`
    update ${tableOf(token)} u set spent_height = f.height, spent_tx_hash = f.by
    from (
      select r.*, held.place from ${rows}
      cross join lateral (
        select o.ctid as place from ${tableOf(token)} o
        where ${isOwn(token)} and o.tx_hash = r.tx_hash and o.output_index = r.index
          and (o.spent_height is null or o.spent_tx_hash = r.by) and o.created_height <= r.height offset 0
      ) held
    ) f where u.ctid = f.place
    returning u.spent_tx_hash as by, ${token.kind === "pool" ? sql`'1'` : sql`u.quantity::text`} as quantity`);
  for (const { by, quantity } of found) spent.set(by, (spent.get(by) ?? 0n) + BigInt(quantity));
  return spent;
}
