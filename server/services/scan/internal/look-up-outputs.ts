import { sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { asTable } from "@/db/rows";
import { outputsEitherWay } from "@/server/domain/cardano/ledger-transaction";
import { inParallel } from "@/server/domain/in-parallel";
import type { ChainSource, OutRef, TxOutput } from "@/server/domain/ports";
import type { Hex } from "@/server/domain/units";
import { type KnownOutputs, knownOf, refKey } from "../../followed/known-outputs";
import { addAddresses } from "./dictionary";
import { rememberMissing } from "./missing-bytes";
import { decodeChecked, fetchTransaction, loadBytes, storeBytes } from "./tx-bytes";

/**
 * Looks earlier transactions up by their verified bytes, ours or else the source's, and remembers what these outputs
 * of them were. Those that cannot be had stay unknown, and are remembered as missing.
 */
export async function lookUpOutputs(
  { db, source }: { readonly db: Database; readonly source: ChainSource },
  refs: readonly OutRef[],
  known: KnownOutputs,
): Promise<void> {
  const hashes = [...new Set(refs.map(({ txHash }) => txHash))];
  const held = await loadBytes(db, hashes);
  const fetched = new Map<Hex, Hex>();
  const missing: Hex[] = [];
  const outputs = await inParallel(hashes, async (hash) => {
    const bytes = held.get(hash);
    const found =
      bytes === undefined ? await fetchTransaction(source, hash) : { bytes, decoded: decodeChecked(hash, bytes) };
    if (!found) {
      missing.push(hash);
      return [];
    }
    if (bytes === undefined) fetched.set(hash, found.bytes);
    return outputsEitherWay(found.decoded);
  });
  const made = new Map(outputs.flat().map((output) => [refKey(output.ref), output]));
  const rows = [...new Set(refs.map(refKey))].flatMap((key) => made.get(key) ?? []);
  for (const output of rows) known.set(refKey(output.ref), knownOf(output));
  await rememberMissing(db, missing, [...fetched.keys()]);
  await storeBytes(db, fetched);
  await storeOutputs(db, rows);
}

async function storeOutputs(db: Database, outputs: readonly TxOutput[]): Promise<void> {
  if (outputs.length === 0) return;
  const addresses = outputs.map(({ address }) => address);
  await addAddresses(db, addresses);
  const rows = asTable(outputs, {
    tx_hash: ["text", ({ ref }) => ref.txHash],
    index: ["int", ({ ref }) => ref.index],
    address: ["text", ({ address }) => address],
    lovelace: ["bigint", ({ lovelace }) => lovelace],
  });
  await db.execute(sql`
    insert into earlier_output (tx_hash, output_index, address_id, lovelace)
    select r.tx_hash, r.index, a.id, r.lovelace from ${rows}
    join address a on a.text = r.address
    on conflict do nothing`);
}
