import { sql } from "drizzle-orm";
import { effectsOf, outputsEitherWay } from "@/server/domain/cardano/ledger-transaction";
import type { OutRef } from "@/server/domain/ports";
import type { Context } from "../../context";
import type { Followed } from "../../followed/followed";
import { refRows } from "../../followed/known-outputs";
import type { Contradicted, Remedy } from "./contradicted";
import { amountOf, isHeld, isOwn, tableOf } from "./token-rows";
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
    const output = earlier && outputsEitherWay(earlier.decoded).find(({ ref: { index } }) => index === ref.index);
    if (!output || amountOf(output, unit) === 0n || (await isHeld(db, ref, token))) continue;
    const place = await source.transactionPlace(ref.txHash);
    if (place && place.height <= token.readHeight) return { subjects: [token.id], from: place.height };
  }
  return null;
}

async function earliestSpender({ db }: Pick<Context, "db">, token: Followed, refs: readonly OutRef[]) {
  const [row] = await db.execute<{ height: string | null }>(sql`
    select min(u.spent_height)::text as height from ${tableOf(token)} u
    join ${refRows(refs)} r on u.tx_hash = r.tx_hash and u.output_index = r.index where ${isOwn(token)}`);
  return row?.height ? Number(row.height) : null;
}
