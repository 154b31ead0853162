import { sql } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import type { ChainTransaction, OutRef, SpentOutput } from "@/server/domain/ports";
import type { Hex } from "@/server/domain/units";

/** What outputs were, by `refKey`. */
export type KnownOutputs = Map<string, NonNullable<SpentOutput["output"]>>;

export const refKey = ({ txHash, index }: OutRef) => `${txHash}#${index}`;

/** From our own books: outputs of transactions that we hold, and those that were looked up before. */
export async function loadOutputs(db: Database | Transaction, refs: readonly OutRef[]): Promise<KnownOutputs> {
  if (refs.length === 0) return new Map();
  const rows = JSON.stringify(refs);
  const found = await db.execute<{ tx_hash: Hex; index: number; address: string; lovelace: string }>(sql`
    with r as (select * from jsonb_to_recordset(${rows}::text::jsonb) as r("txHash" text, index int))
    select r."txHash" as tx_hash, r.index, e.address, e.lovelace
    from r cross join lateral (
      select a.text as address, e.lovelace::text as lovelace
      from earlier_output e join address a on a.id = e.address_id
      where e.tx_hash = r."txHash" and e.output_index = r.index offset 0
    ) e
    union all
    select r."txHash", r.index, o->>'address', o->>'lovelace'
    from r
    cross join lateral (select body from chain_transaction c where c.hash = r."txHash" offset 0) c
    cross join lateral jsonb_array_elements(c.body->'outputs') o
    where (o->'ref'->>'index')::int = r.index`);
  return new Map(
    found.map(({ tx_hash, index, address, lovelace }) => [
      refKey({ txHash: tx_hash, index }),
      { address, lovelace: BigInt(lovelace) },
    ]),
  );
}

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
