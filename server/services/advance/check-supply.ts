import { hexToBytes } from "@noble/hashes/utils";
import { and, eq, sql } from "drizzle-orm";
import { followed } from "@/db/schema";
import { withTransaction } from "@/db/transaction";
import { decodeLedgerTransaction } from "@/server/domain/cardano/ledger-transaction";
import type { BlockHeader } from "@/server/domain/ports";
import { chainNow } from "../chain-now";
import type { Context } from "../context";

export type SupplyCheck =
  | { readonly kind: "equal" }
  /** The tip moved while we asked, or we are behind it: ask again. */
  | { readonly kind: "not-now" }
  | { readonly kind: "differs"; readonly text: string };

/**
 * Whether what we track sums to all that exists. A source can tell the supply only at its tip, so the answer counts
 * only while our scan is at that very block before and after; what the last blocks minted, which are not read yet, is
 * added.
 */
export async function checkSupply(ctx: Context, prizeAsset: string): Promise<SupplyCheck> {
  const before = await ctx.source.tip();
  const known = await ctx.source.assetSupply(prizeAsset);
  const supply = known ?? 0n;
  const { held, readHeight, now } = await readHoldings(ctx, prizeAsset);
  const tracked = held + (await mintedSince(ctx, prizeAsset, { readHeight, tip: before }));
  // An asset that was never made is a mistake in the rules, not a day without holders.
  if (known !== null && tracked === supply) return { kind: "equal" };
  const after = await ctx.source.tip();
  if (now?.hash !== before.hash || after.hash !== before.hash) return { kind: "not-now" };
  if (known === null && tracked === 0n) {
    const text = `The chain source knows no asset ${prizeAsset}, which the rules name as the prize token. Nobody can hold it: correct prizeAsset in the rules.`;
    return { kind: "differs", text };
  }
  return {
    kind: "differs",
    text: `The tokens that we track sum to ${tracked}, but the chain source says that ${supply} exist. A transaction is missing, or the source is wrong.`,
  };
}

/** What is held, how far it is read, and where our scan is, as of one moment: another process may be reading on. */
function readHoldings({ db }: Pick<Context, "db">, prizeAsset: string) {
  return withTransaction(
    db,
    async (tx) => {
      const [row] = await tx
        .select({
          readHeight: followed.readHeight,
          held: sql<bigint>`(select coalesce(sum(quantity), 0) from asset_utxo
            where asset_id = ${followed.id} and spent_height is null)`.mapWith(BigInt),
        })
        .from(followed)
        .where(and(eq(followed.kind, "asset"), eq(followed.subject, prizeAsset)));
      return { held: row?.held ?? 0n, readHeight: row?.readHeight ?? null, now: await chainNow(tx) };
    },
    { isolationLevel: "repeatable read", accessMode: "read only" },
  );
}

type Since = { readonly readHeight: number | null; readonly tip: BlockHeader };

/** By the bytes of what the source lists above the height that tokens are read to. */
async function mintedSince({ source }: Context, unit: string, { readHeight, tip }: Since): Promise<bigint> {
  if (readHeight === null || readHeight >= tip.height) return 0n;
  const refs = await source.assetTransactions(unit, readHeight + 1, tip.height);
  let minted = 0n;
  for (const { hash } of refs) {
    const bytes = await source.transactionBytes(hash);
    const decoded = bytes === null ? null : decodeLedgerTransaction(hexToBytes(bytes));
    if (decoded?.toldValid) minted += decoded.mint[unit] ?? 0n;
  }
  return minted;
}
