import { sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import type { OutRef } from "@/server/domain/ports";
import type { Hex } from "@/server/domain/units";
import { type Followed, playRuleOf } from "../../followed/followed";
import { type KnownOutputs, loadOutputs, refKey, refRows } from "../../followed/known-outputs";
import type { ReadTransaction } from "./read-candidates";

export type Touched = {
  /** Ids of the subjects that each transaction concerns, ascending; none where a list was wrong. */
  readonly subjects: ReadonlyMap<Hex, readonly number[]>;
  /** What they spent, as far as our own books tell. */
  readonly known: KnownOutputs;
};

type Read = {
  readonly read: readonly ReadTransaction[];
  /** Came before them, and may not be in our books yet. */
  readonly before: readonly ReadTransaction[];
};

/** What transactions concern, by what they do and not by which list they were in. */
export async function findTouched(
  db: Database,
  { read, before }: Read,
  subjects: readonly Followed[],
): Promise<Touched> {
  const transactions = read.map(({ transaction }) => transaction);
  const atHand = [...before, ...read].map(({ transaction }) => transaction);
  const ids = new Set(atHand.map(({ hash }) => hash));
  const refs = transactions.flatMap(({ inputs }) => inputs.flatMap(({ ref }) => (ids.has(ref.txHash) ? [] : [ref])));
  const [known, holding] = await Promise.all([loadOutputs(db, refs), loadHolding(db, refs, subjects)]);
  const units = new Map(subjects.flatMap(({ kind, subject, id }) => (kind === "game" ? [] : [[subject, id] as const])));
  const games = subjects.flatMap(({ kind, subject, id }) =>
    kind === "game" ? [{ id, address: playRuleOf(subject).gameAddress }] : [],
  );
  for (const { outputs } of atHand) {
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
      for (const id of holding.get(place) ?? []) found.add(id);
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

/** Ids of those of these tokens that are in outputs which we hold, spent or not, by `refKey`. */
async function loadHolding(
  db: Database,
  refs: readonly OutRef[],
  subjects: readonly Followed[],
): Promise<Map<string, number[]>> {
  const holding = new Map<string, number[]>();
  const keys = refs.map(refKey);
  for (const { id, kind } of subjects) {
    if (kind === "game" || refs.length === 0) continue;
    const held = kind === "pool" ? sql`pool_utxo u where` : sql`asset_utxo u where u.asset_id = ${id} and`;
    const found = await db.execute<{ at: number }>(sql`
      select r.at from ${refRows(refs)} r
      cross join lateral (select from ${held} u.tx_hash = r.tx_hash and u.output_index = r.index offset 0) h`);
    for (const { at } of found) {
      const key = keys[at] ?? "";
      holding.set(key, [...(holding.get(key) ?? []), id]);
    }
  }
  return holding;
}
