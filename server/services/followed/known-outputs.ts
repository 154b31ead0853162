import { type SQL, sql } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import type { ChainTransaction, OutRef, SpentOutput } from "@/server/domain/ports";

/** What outputs were, by `refKey`. */
export type KnownOutputs = Map<string, NonNullable<SpentOutput["output"]>>;

export const refKey = ({ txHash, index }: OutRef) => `${txHash}#${index}`;

/** From our own books: outputs of transactions that we hold, and those that were looked up before. */
export async function loadOutputs(db: Database | Transaction, refs: readonly OutRef[]): Promise<KnownOutputs> {
  if (refs.length === 0) return new Map();
  const found = await db.execute<{ at: number; address: string; lovelace: string }>(sql`
    with r as ${refRows(refs)}
    select r.at, e.address, e.lovelace
    from r cross join lateral (
      select a.text as address, e.lovelace::text as lovelace
      from earlier_output e join address a on a.id = e.address_id
      where e.tx_hash = r.tx_hash and e.output_index = r.index offset 0
    ) e
    union all
    select r.at, o->>'address', o->>'lovelace'
    from r
    cross join lateral (
      select c.body->'outputs'->r.index as o from chain_transaction c where c.hash = r.tx_hash offset 0
    ) c
    where jsonb_typeof(o) = 'object'`);
  const known: KnownOutputs = new Map();
  for (const { at, address, lovelace } of found) {
    const ref = refs[at];
    if (ref) known.set(refKey(ref), { address, lovelace: BigInt(lovelace) });
  }
  return known;
}

/** References as rows (tx_hash, index, at), where `at` counts them from 0. */
export const refRows = (refs: readonly OutRef[]): SQL => sql`(
  select tx_hash, index, at::int - 1 as at
  from unnest(${sql.param(refs.map(({ txHash }) => txHash))}::text[], ${sql.param(refs.map(({ index }) => index))}::int[])
  with ordinality as u(tx_hash, index, at))`;

/** The transaction with every input filled in that is known. */
export function withInputs(
  transaction: ChainTransaction,
  known: ReadonlyMap<string, SpentOutput["output"]>,
): ChainTransaction {
  return {
    ...transaction,
    inputs: transaction.inputs.map(({ ref, output }) => ({ ref, output: output ?? known.get(refKey(ref)) ?? null })),
  };
}
