import { sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { effectsOf } from "@/server/domain/cardano/ledger-transaction";
import type { ChainSource, OutRef } from "@/server/domain/ports";
import { type KnownOutputs, refKey } from "../../followed/known-outputs";
import { addAddresses } from "./dictionary";
import { decodeChecked, fetchTransaction, loadBytes, storeBytes } from "./tx-bytes";

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
