import { contentHashOf } from "@/server/domain/hash";
import { failureInWords } from "../../failure-in-words";
import type { PayoutContext } from "../../payout/payout-context";
import { loadLivePool } from "../../pool/load-pool";
import { bindingOf } from "../../pool/signed-state";
import type { ReportPlace } from "../report-place";

/**
 * Keeps the report of what the oracle's signer has signed for the pool as it stands and nobody has committed: the day
 * takes it over when it is prepared, if it says the same. A report or a signer that is not there is told of, and is no
 * failure: what was signed can be cancelled.
 */
export async function keepPending(ctx: PayoutContext, place: ReportPlace, tell: (text: string) => void): Promise<void> {
  const pool = await loadLivePool(ctx.db);
  if (!pool || !ctx.oracle) return;
  try {
    const held = await ctx.oracle.held(bindingOf(pool, 0));
    if (held === null) return;
    const { day: dayIndex, reportHash: hash } = held;
    const text = (await ctx.reportStore.get(hash)) ?? (await place.manifest({ dayIndex, hash }));
    const isThere = text !== null && contentHashOf(text) === hash;
    if (isThere) await ctx.reportStore.put(hash, text);
    const report = isThere ? "its report is kept" : `its report is not in ${place.name}: cancel it, or find the report`;
    tell(`The oracle has signed ${held.digest} of day ${dayIndex}, report ${hash}, which is not on chain; ${report}.`);
  } catch (error) {
    tell(`What the oracle's signer has signed could not be asked: ${failureInWords(error)}`);
  }
}
