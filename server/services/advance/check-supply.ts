import { isNull, sql } from "drizzle-orm";
import { assetUtxo } from "@/db/schema";
import { withTransaction } from "@/db/transaction";
import type { StopReason } from "@/server/domain/day/stop-reason";
import { chainNow } from "../chain-now";
import type { Context } from "../context";

export type SupplyCheck =
  | { readonly kind: "equal" }
  /** The tip moved while we asked, or our scan is behind it: ask again. */
  | { readonly kind: "not-now" }
  | { readonly kind: "differs"; readonly reason: StopReason };

/**
 * Whether the tokens that we track add up to the supply. A source knows the supply only at its tip, so the answer
 * counts only if our scan is at that block before and after.
 */
export async function checkSupply(ctx: Context, prizeAsset: string): Promise<SupplyCheck> {
  const before = await ctx.source.tip();
  const known = await ctx.source.assetSupply(prizeAsset);
  const supply = known ?? 0n;
  const { held, now } = await readHoldings(ctx);
  // An unknown asset is a mistake in the rules, not a day without holders.
  if (known !== null && held === supply) return { kind: "equal" };
  const after = await ctx.source.tip();
  if (now?.hash !== before.hash || after.hash !== before.hash) return { kind: "not-now" };
  const reason: StopReason =
    known === null && held === 0n
      ? { kind: "unknown-prize-asset", prizeAsset }
      : { kind: "supply-differs", held: `${held}`, supply: `${supply}` };
  return { kind: "differs", reason };
}

/** The holdings and our scan's position at one moment: another process may be scanning. */
function readHoldings({ db }: Pick<Context, "db">) {
  return withTransaction(
    db,
    async (tx) => {
      const [row] = await tx
        .select({ held: sql<bigint>`coalesce(sum(${assetUtxo.quantity}), 0)`.mapWith(BigInt) })
        .from(assetUtxo)
        .where(isNull(assetUtxo.spentHeight));
      return { held: row?.held ?? 0n, now: await chainNow(tx) };
    },
    { isolationLevel: "repeatable read", accessMode: "read only" },
  );
}
