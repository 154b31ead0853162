import { sql } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { effectsOf } from "@/server/domain/cardano/ledger-transaction";
import type { ChainSource, ChainTransaction, OutRef, SpentOutput } from "@/server/domain/ports";
import type { Hex } from "@/server/domain/units";
import { addAddresses } from "./internal/dictionary";
import { decodeChecked, fetchTransaction, loadBytes, storeBytes } from "./internal/tx-bytes";

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

/**
 * Looks an earlier transaction up by its verified bytes, ours or else the source's, and remembers what these inputs of
 * it were. False when it cannot be had: only genesis has none, or the source is behind.
 */
export async function lookUpOutputs(
  { db, source }: { readonly db: Database; readonly source: ChainSource },
  refs: readonly OutRef[],
  known: KnownOutputs,
): Promise<boolean> {
  const hash = refs[0]?.txHash ?? "";
  const bytes = (await loadBytes(db, [hash])).get(hash);
  const found =
    bytes === undefined ? await fetchTransaction(source, hash) : { bytes, decoded: decodeChecked(hash, bytes) };
  if (!found) return false;
  if (bytes === undefined) await storeBytes(db, new Map([[hash, found.bytes]]));
  // Its outputs as it declared them, or the return of its collateral, whose index is past them: never both.
  const outputs = [...effectsOf(found.decoded, true).outputs, ...effectsOf(found.decoded, false).outputs];
  const rows = refs.flatMap((ref) => {
    const output = outputs.find((made) => made.ref.index === ref.index);
    if (!output) return [];
    known.set(refKey(ref), { address: output.address, lovelace: output.lovelace });
    return [{ ...ref, address: output.address, lovelace: String(output.lovelace) }];
  });
  await storeOutputs(db, rows);
  return rows.length === refs.length;
}

type Row = OutRef & { readonly address: string; readonly lovelace: string };

async function storeOutputs(db: Database, rows: readonly Row[]): Promise<void> {
  if (rows.length === 0) return;
  await addAddresses(
    db,
    rows.map(({ address }) => address),
  );
  await db.execute(sql`
    insert into earlier_output (tx_hash, output_index, address_id, lovelace)
    select r."txHash", r.index, a.id, r.lovelace
    from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as r("txHash" text, index int, address text, lovelace bigint)
    join address a on a.text = r.address
    on conflict do nothing`);
}
