import { desc } from "drizzle-orm";
import { snapshot } from "@/db/schema";
import type { ChainSource } from "@/server/domain/ports";
import type { Context } from "../../context";
import { ServiceError } from "../../errors";

/** Before the first day is read. One call in this time, however many ask, and whether it is answered or not. */
const ASK_EVERY_MS = 10 * 60_000;
const asked = new WeakMap<ChainSource, { readonly coins: Promise<bigint>; readonly atMs: number }>();

/**
 * `coinsPerUtxoByte`, for estimates only: a day's calculation always asks the source. It is that of the newest
 * snapshot, since strangers ask for estimates and the source's quota is the scan's; parameters change once in an epoch
 * at most. Throws ServiceError `unavailable` if there is no day yet and the source did not answer.
 */
export async function outputPrice({ db, source }: Context): Promise<bigint> {
  const [last] = await db
    .select({ coins: snapshot.coinsPerUtxoByte })
    .from(snapshot)
    .orderBy(desc(snapshot.dayIndex))
    .limit(1);
  if (last) return last.coins;
  // The machine's clock decides only how long an answer is kept, nothing about money.
  const nowMs = Date.now();
  const kept = asked.get(source);
  const isFresh = kept !== undefined && nowMs - kept.atMs < ASK_EVERY_MS;
  const coins = isFresh ? kept.coins : source.parameters().then(({ coinsPerUtxoByte }) => coinsPerUtxoByte);
  if (!isFresh) asked.set(source, { coins, atMs: nowMs });
  return coins.catch((cause: unknown) => {
    throw new ServiceError("unavailable", "The chain source does not answer. Try again in some minutes.", { cause });
  });
}
