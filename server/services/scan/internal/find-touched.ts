import { sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import type { OutRef } from "@/server/domain/ports";
import type { Hex } from "@/server/domain/units";
import { type Followed, playRuleOf } from "../../followed/followed";
import { type KnownOutputs, loadOutputs, refKey } from "../../followed/known-outputs";
import type { ReadTransaction } from "./read-candidates";

export type Touched = {
  /** Ids of the subjects that each transaction concerns, ascending; none where a list was wrong. */
  readonly subjects: ReadonlyMap<Hex, readonly number[]>;
  /** What they spent, as far as our own books tell. */
  readonly known: KnownOutputs;
};

/** What transactions concern, by what they do and not by which list they were in. */
export async function findTouched(
  db: Database,
  read: readonly ReadTransaction[],
  subjects: readonly Followed[],
): Promise<Touched> {
  const transactions = read.map(({ transaction }) => transaction);
  const refs = transactions.flatMap(({ inputs }) => inputs.map(({ ref }) => ref));
  const [known, holding] = await Promise.all([loadOutputs(db, refs), loadHolding(db, refs)]);
  const units = new Map(subjects.flatMap(({ kind, subject, id }) => (kind === "game" ? [] : [[subject, id] as const])));
  const games = subjects.flatMap(({ kind, subject, id }) =>
    kind === "game" ? [{ id, address: playRuleOf(subject).gameAddress }] : [],
  );
  const wanted = new Set(subjects.map(({ id }) => id));
  for (const { outputs } of transactions) {
    for (const output of outputs) {
      const key = refKey(output.ref);
      known.set(key, output);
      const held = Object.keys(output.assets).flatMap((unit) => units.get(unit) ?? []);
      if (held.length > 0) holding.set(key, held);
    }
  }
  const touched = new Map<Hex, readonly number[]>();
  for (const { hash, inputs, outputs, mint } of transactions) {
    const found = new Set<number>();
    const places = [...inputs.map(({ ref }) => ref), ...outputs.map(({ ref }) => ref)].map(refKey);
    for (const place of places) {
      for (const id of holding.get(place) ?? []) if (wanted.has(id)) found.add(id);
      const address = known.get(place)?.address;
      for (const game of games) if (game.address === address) found.add(game.id);
    }
    for (const unit of Object.keys(mint)) if (units.has(unit)) found.add(units.get(unit) ?? 0);
    touched.set(
      hash,
      [...found].sort((a, b) => a - b),
    );
  }
  return { subjects: touched, known };
}

/** Ids of the tokens in outputs that we hold, spent or not, by `refKey`. */
async function loadHolding(db: Database, refs: readonly OutRef[]): Promise<Map<string, number[]>> {
  if (refs.length === 0) return new Map();
  const found = await db.execute<{ tx_hash: Hex; index: number; ids: number[] }>(sql`
    with r as (select * from jsonb_to_recordset(${JSON.stringify(refs)}::text::jsonb) as r("txHash" text, index int))
    select "txHash" as tx_hash, index, array_agg(id) as ids from (
      select r.*, f.id from followed f cross join r cross join lateral (
        select 1 from asset_utxo u where u.asset_id = f.id and u.tx_hash = r."txHash" and u.output_index = r.index offset 0
      ) u where f.kind = 'asset'
      union all
      select r.*, f.id from followed f cross join r cross join lateral (
        select 1 from pool_utxo u where u.tx_hash = r."txHash" and u.output_index = r.index offset 0
      ) u where f.kind = 'pool'
    ) held group by 1, 2`);
  return new Map(found.map(({ tx_hash, index, ids }) => [refKey({ txHash: tx_hash, index }), ids]));
}
