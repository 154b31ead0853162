import { type SQL, sql } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { textList } from "@/db/rows";
import type { ChainTransaction, OutRef, SpentOutput, TxOutput } from "@/server/domain/ports";
import type { AssetUnit } from "@/server/domain/units";

/** An output that was made, and the tokens in it: none where it was looked up because a player spent it. */
export type KnownOutput = NonNullable<SpentOutput["output"]> & { readonly units: readonly AssetUnit[] };
/** What outputs were, by `refKey`. */
export type KnownOutputs = Map<string, KnownOutput>;

export function knownOf({ address, lovelace, assets }: TxOutput): KnownOutput {
  return { address, lovelace, units: Object.keys(assets) };
}

export const refKey = ({ txHash, index }: OutRef) => `${txHash}#${index}`;

/** From our own books: outputs of transactions that we hold, and those that were looked up before. */
export async function loadOutputs(db: Database | Transaction, refs: readonly OutRef[]): Promise<KnownOutputs> {
  if (refs.length === 0) return new Map();
  const found = await db.execute<{ at: number; output: string }>(sql`
    with r as ${refRows(refs)}
    select r.at, e.output
    from r cross join lateral (
      select concat_ws(' ', a.text, e.lovelace) as output
      from earlier_output e join address a on a.id = e.address_id
      where e.tx_hash = r.tx_hash and e.output_index = r.index offset 0
    ) e
    union all
    select r.at, c.output
    from r cross join lateral (
      select split_part(c.outputs, ${BETWEEN}::text, r.index + 1) as output from chain_transaction c
      where c.hash = r.tx_hash offset 0
    ) c
    where c.output <> ''`);
  const known: KnownOutputs = new Map();
  for (const { at, output } of found) {
    const ref = refs[at];
    if (!ref) continue;
    const read = readOutputText(output);
    // Held both ways, the transaction that we hold says more.
    if (read.units.length > 0 || !known.has(refKey(ref))) known.set(refKey(ref), read);
  }
  return known;
}

const BETWEEN = ",";

/** Outputs as `chain_transaction` keeps them, by index: address, lovelace, tokens; empty where it was not made. */
export function outputsText(outputs: readonly TxOutput[]): string {
  let text = "";
  let next = 0;
  for (const { ref, address, lovelace, assets } of outputs) {
    text += `${BETWEEN.repeat(ref.index - Math.max(next - 1, 0))}${address} ${lovelace}`;
    for (const unit of Object.keys(assets)) text += ` ${unit}`;
    next = ref.index + 1;
  }
  return text;
}

function readOutputText(text: string): KnownOutput {
  const [address = "", lovelace = "", ...units] = text.split(" ");
  return { address, lovelace: BigInt(lovelace), units };
}

/** References as rows (tx_hash, index, at), where `at` counts them from 0. */
export const refRows = (refs: readonly OutRef[]): SQL => sql`(
  select tx_hash, index, at::int - 1 as at
  from unnest(${textList(refs.map(({ txHash }) => txHash))}, ${textList(refs.map(({ index }) => index))}::int[])
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
