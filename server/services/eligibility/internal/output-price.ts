import type { ChainSource } from "@/server/domain/ports";
import type { Context } from "../../context";
import { ServiceError } from "../../errors";

/** Protocol parameters change at most once an epoch (five days on mainnet). An estimate may lag by this. */
const KEPT_MS = 10 * 60_000;
const known = new WeakMap<ChainSource, { readonly coins: Promise<bigint>; readonly readAtMs: number }>();

/**
 * `coinsPerUtxoByte`, for estimates only: a day's calculation always asks the source. Throws ServiceError `unavailable`
 * if the source does not answer and no value is kept.
 */
export async function outputPrice(ctx: Context): Promise<bigint> {
  const kept = known.get(ctx.source);
  // The machine's clock decides only how long an answer is kept, nothing about money.
  const nowMs = Date.now();
  if (kept && nowMs - kept.readAtMs < KEPT_MS) return kept.coins;
  const coins = ctx.source.parameters().then((parameters) => parameters.coinsPerUtxoByte);
  known.set(ctx.source, { coins, readAtMs: nowMs });
  try {
    return await coins;
  } catch (cause) {
    if (known.get(ctx.source)?.coins === coins) {
      if (kept) known.set(ctx.source, kept);
      else known.delete(ctx.source);
    }
    if (kept) return kept.coins;
    throw new ServiceError("unavailable", "The chain source does not answer. Try again in a minute.", {
      cause,
    });
  }
}
