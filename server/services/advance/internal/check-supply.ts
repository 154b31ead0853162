import { hexToBytes } from "@noble/hashes/utils";
import { and, eq, sql } from "drizzle-orm";
import { followed } from "@/db/schema";
import { READ_ONLY, withTransaction } from "@/db/transaction";
import { decodeLedgerTransaction } from "@/server/domain/cardano/ledger-transaction";
import type { StopReason } from "@/server/domain/day/stop-reason";
import type { BlockHeader } from "@/server/domain/ports";
import { chainNow } from "../../chain-now";
import type { Context } from "../../context";

export type SupplyCheck =
  | { readonly kind: "equal" }
  /** The tip moved while we asked, or our scan is behind it: ask again. */
  | { readonly kind: "not-now" }
  | { readonly kind: "differs"; readonly reason: StopReason };

/**
 * Whether the tokens that we track add up to the supply. A source knows the supply only at its tip, so the answer
 * counts only if our scan is at that block before and after. What the last blocks minted, which are not read yet, is
 * added.
 */
export async function checkSupply(ctx: Context, prizeAsset: string): Promise<SupplyCheck> {
  const before = await ctx.source.tip();
  const known = await ctx.source.assetSupply(prizeAsset);
  const supply = known ?? 0n;
  const { held, readHeight, now } = await readHoldings(ctx, prizeAsset);
  const tracked = held + (await mintedSince(ctx, prizeAsset, { readHeight, tip: before }));
  // An unknown asset is a mistake in the rules, not a day without holders.
  if (known !== null && tracked === supply) return { kind: "equal" };
  const after = await ctx.source.tip();
  if (now?.hash !== before.hash || after.hash !== before.hash) return { kind: "not-now" };
  const reason: StopReason =
    known === null && tracked === 0n
      ? { kind: "unknown-prize-asset", prizeAsset }
      : { kind: "supply-differs", held: `${tracked}`, supply: `${supply}` };
  return { kind: "differs", reason };
}

/** The holdings, how far they are read, and our scan's position at one moment: another process may be scanning. */
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
    READ_ONLY,
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
