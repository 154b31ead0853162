import { contentHashOf } from "@/server/domain/hash";
import { askWhatIsHeld } from "../../approval/what-is-held";
import { failureInWords } from "../../failure-in-words";
import type { PayoutContext } from "../../payout/payout-context";
import { loadLivePool } from "../../pool/load-pool";
import type { NamedReport, ReportPlace } from "../report-place";

/**
 * Keeps the report of what the oracle's signer has signed for the pool as it stands and nobody has committed: the day
 * takes it over when it is prepared, if it says the same. A report or a signer that is not there is told of, and is no
 * failure: what was signed can be cancelled.
 */
export async function keepPending(ctx: PayoutContext, place: ReportPlace, tell: (text: string) => void): Promise<void> {
  const pool = await loadLivePool(ctx.db);
  const answer = pool ? await askWhatIsHeld(ctx, pool) : { held: null };
  if ("problem" in answer) {
    tell(`What the oracle's signer has signed could not be asked: ${answer.problem}`);
    return;
  }
  const { held } = answer;
  if (held === null) return;
  const { day: dayIndex, digest, reportHash: hash } = held;
  const problem = await whyNotKept(ctx, place, { dayIndex, hash }).catch(failureInWords);
  const report = problem === null ? "its report is kept" : `${problem}: cancel it, or find the report`;
  tell(`The oracle has signed ${digest} of day ${dayIndex}, report ${hash}, which is not on chain; ${report}.`);
}

/** Null once the report is in the store. */
async function whyNotKept(
  { reportStore }: PayoutContext,
  place: ReportPlace,
  named: NamedReport,
): Promise<string | null> {
  const { hash } = named;
  if ((await reportStore.get(hash)) !== null) return null;
  const text = await place.manifest(named);
  if (text === null || contentHashOf(text) !== hash) return `its report is not in ${place.name}`;
  await reportStore.put(hash, text);
  return null;
}
