import { sql } from "drizzle-orm";
import { effectsOf } from "@/server/domain/cardano/ledger-transaction";
import type { OutRef } from "@/server/domain/ports";
import type { Hex } from "@/server/domain/units";
import type { Context } from "../../context";
import type { Followed } from "../../followed/followed";
import type { Contradicted, Remedy } from "./contradicted";
import { fetchTransaction } from "./tx-bytes";

type NotConserved = Extract<Contradicted["contradiction"], { kind: "not-conserved" }>;

/** Earlier transactions looked at for the one that was missed. */
const MOST_LOOKED_AT = 100;

/**
 * Where reading again mends books that do not balance: at the transaction that made what is spent and that we never
 * saw, or at the one that we believe has spent it. Null when it lies in what is being read: the next look decides.
 */
export async function findMissed(
  { db, source }: Context,
  { hash, unit }: NotConserved,
  token: Followed,
): Promise<Remedy | null> {
  const found = await fetchTransaction(source, hash);
  if (!found) return null;
  const { decoded } = found;
  const { inputs } = effectsOf(decoded, decoded.toldValid);
  const spender = await earliestSpender({ db }, token, inputs);
  if (spender !== null) return { subjects: [token.id], from: spender };
  for (const ref of inputs.slice(0, MOST_LOOKED_AT)) {
    const earlier = await fetchTransaction(source, ref.txHash);
    const outputs = earlier ? [true, false].flatMap((valid) => effectsOf(earlier.decoded, valid).outputs) : [];
    const holds = outputs.some((output) => output.ref.index === ref.index && (output.assets[unit] ?? 0n) > 0n);
    if (!holds || (await isHeld({ db }, token, ref))) continue;
    const place = await source.transactionPlace(ref.txHash);
    if (place && place.height <= token.readHeight) return { subjects: [token.id], from: place.height };
  }
  return null;
}

async function earliestSpender({ db }: Pick<Context, "db">, token: Followed, refs: readonly OutRef[]) {
  const [row] = await db.execute<{ height: string | null }>(sql`
    select min(u.spent_height)::text as height from ${tableOf(token)} u
    join jsonb_to_recordset(${JSON.stringify(refs)}::text::jsonb) as r("txHash" text, index int)
      on u.tx_hash = r."txHash" and u.output_index = r.index where ${ownRows(token)}`);
  return row?.height ? Number(row.height) : null;
}

async function isHeld({ db }: Pick<Context, "db">, token: Followed, { txHash, index }: OutRef): Promise<boolean> {
  const rows = await db.execute<{ hash: Hex }>(sql`
    select tx_hash as hash from ${tableOf(token)} u where ${ownRows(token)} and tx_hash = ${txHash} and output_index = ${index}`);
  return rows.length > 0;
}

const tableOf = ({ kind }: Followed) => (kind === "pool" ? sql`pool_utxo` : sql`asset_utxo`);
const ownRows = ({ kind, id }: Followed) => (kind === "pool" ? sql`true` : sql`u.asset_id = ${id}`);
