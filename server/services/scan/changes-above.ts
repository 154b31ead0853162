import { sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import type { ChainSource, OutRef, TransactionRef } from "@/server/domain/ports";
import type { Height, Hex } from "@/server/domain/units";
import type { Followed } from "../followed/followed";
import { refKey, refRows } from "../followed/known-outputs";
import { readCandidates } from "./internal/read-candidates";

type Change = { readonly address: string; readonly quantity: bigint; readonly height: Height };

export type ReadAbove = {
  readonly changes: readonly Change[];
  readonly transactions: readonly {
    readonly hash: Hex;
    readonly height: Height;
    readonly valid: boolean;
    readonly runsScripts: boolean;
  }[];
};

/**
 * Transactions in blocks which the scan has not read yet, and what they change of a token's holdings, one row for each
 * output made or spent: from their bytes, and of what they spend from our own books. Nothing is written but the bytes.
 * Throws where the source contradicts itself (contradiction-in-words.ts).
 */
export async function changesAbove(
  asks: { readonly db: Database; readonly source: ChainSource },
  token: Followed,
  listed: readonly TransactionRef[],
): Promise<ReadAbove> {
  const { read } = await readCandidates(asks, listed, null);
  const made = read.flatMap(({ transaction: { outputs, block } }) =>
    outputs.flatMap(({ ref, address, assets }) => {
      const quantity = assets[token.subject] ?? 0n;
      return quantity > 0n ? [{ ref, address, quantity, height: block.height }] : [];
    }),
  );
  const spent = read.flatMap(({ transaction: { inputs, block } }) =>
    inputs.map(({ ref }) => ({ ref, height: block.height })),
  );
  const known = new Map(made.map((output) => [refKey(output.ref), output]));
  const inBooks = await loadTokens(
    asks.db,
    token,
    spent.map(({ ref }) => ref).filter((ref) => !known.has(refKey(ref))),
  );
  const gone = spent.flatMap(({ ref, height }) => {
    const output = known.get(refKey(ref)) ?? inBooks.get(refKey(ref));
    return output ? [{ address: output.address, quantity: -output.quantity, height }] : [];
  });
  return {
    changes: [...made.map(({ address, quantity, height }) => ({ address, quantity, height })), ...gone],
    transactions: read.map(({ transaction: { hash, block, valid }, runsScripts }) => {
      return { hash, height: block.height, valid, runsScripts };
    }),
  };
}

type Tokens = Pick<Change, "address" | "quantity">;

/** Outputs with the token, by their references; those without it are not there. */
async function loadTokens(db: Database, { id }: Followed, refs: readonly OutRef[]): Promise<Map<string, Tokens>> {
  if (refs.length === 0) return new Map();
  const rows = await db.execute<{ at: number; address: string; quantity: string }>(sql`
    with r as ${refRows(refs)}
    select r.at, a.text as address, u.quantity::text as quantity
    from r join asset_utxo u on u.asset_id = ${id} and u.tx_hash = r.tx_hash and u.output_index = r.index
    join address a on a.id = u.address_id`);
  return new Map(
    rows.flatMap(({ at, address, quantity }) => {
      const ref = refs[at];
      return ref ? [[refKey(ref), { address, quantity: BigInt(quantity) }] as const] : [];
    }),
  );
}
