import { sql } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { effectsOf } from "@/server/domain/cardano/ledger-transaction";
import type { ChainSource, ChainTransaction, OutRef, SpentOutput, TxOutput } from "@/server/domain/ports";
import type { Hex } from "@/server/domain/units";
import { addAddresses } from "./internal/dictionary";
import { inParallel } from "./internal/in-parallel";
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
    select r."txHash" as tx_hash, r.index, a.text as address, e.lovelace::text as lovelace
    from r join earlier_output e on e.tx_hash = r."txHash" and e.output_index = r.index join address a on a.id = e.address_id
    union all
    select r."txHash", r.index, o->>'address', o->>'lovelace'
    from r join chain_transaction c on c.hash = r."txHash"
    cross join lateral (select c.body->'outputs'->r.index as o) made
    where jsonb_typeof(o) = 'object'`);
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
 * Looks earlier transactions up by their verified bytes, ours or else the source's, and remembers what these outputs
 * of them were. Those that cannot be had stay unknown: only genesis has none, or the source is behind.
 */
export async function lookUpOutputs(
  { db, source }: { readonly db: Database; readonly source: ChainSource },
  refs: readonly OutRef[],
  known: KnownOutputs,
): Promise<void> {
  const hashes = [...new Set(refs.map(({ txHash }) => txHash))];
  const held = await loadBytes(db, hashes);
  const fetched = new Map<Hex, Hex>();
  const outputs = await inParallel(hashes, async (hash) => {
    const bytes = held.get(hash);
    const found =
      bytes === undefined ? await fetchTransaction(source, hash) : { bytes, decoded: decodeChecked(hash, bytes) };
    if (!found) return [];
    if (bytes === undefined) fetched.set(hash, found.bytes);
    // Its outputs as it declared them, or the return of its collateral, whose index is past them: never both.
    return [true, false].flatMap((valid) => effectsOf(found.decoded, valid).outputs);
  });
  const made = new Map(outputs.flat().map((output) => [refKey(output.ref), output]));
  const rows = [...new Set(refs.map(refKey))].flatMap((key) => made.get(key) ?? []);
  for (const { ref, address, lovelace } of rows) known.set(refKey(ref), { address, lovelace });
  await storeBytes(db, fetched);
  await storeOutputs(db, rows);
}

async function storeOutputs(db: Database, outputs: readonly TxOutput[]): Promise<void> {
  if (outputs.length === 0) return;
  await addAddresses(
    db,
    outputs.map(({ address }) => address),
  );
  const rows = JSON.stringify(
    outputs.map(({ ref, address, lovelace }) => ({ ...ref, address, lovelace: String(lovelace) })),
  );
  await db.execute(sql`
    insert into earlier_output (tx_hash, output_index, address_id, lovelace)
    select r."txHash", r.index, a.id, r.lovelace
    from jsonb_to_recordset(${rows}::text::jsonb) as r("txHash" text, index int, address text, lovelace bigint)
    join address a on a.text = r.address
    on conflict do nothing`);
}
