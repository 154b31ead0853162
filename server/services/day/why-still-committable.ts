import type { Database, Transaction } from "@/db/client";
import { COMMITTED_DAY_STATES } from "@/server/domain/day/states";
import type { ChainNow } from "../chain-now";
import { isOnChain } from "./gone-for-good";
import type { DayRow } from "./move-day";
import { findUnsigned, mayLandForDay } from "./sign-requests";

/**
 * Why what signers were asked for a stopped day has landed or may yet; null if it never can. Until then the day is
 * neither read anew nor closed: it would be paid by that plan, whatever the new reading says. `finalDepth` is the depth
 * that no rollback reaches.
 */
export async function whyStillCommittable(
  db: Database | Transaction,
  { dayIndex, frozenFrom, planDigest }: DayRow,
  finality: { readonly now: ChainNow; readonly finalDepth: number },
): Promise<string | null> {
  // Its Commit may have landed while it was stopped, and nobody moves a stopped day.
  const isCommitted = planDigest !== null && (await isOnChain(db, planDigest));
  if (isCommitted || (frozenFrom !== null && COMMITTED_DAY_STATES.includes(frozenFrom))) {
    return `the plan of day ${dayIndex} is on chain, so it is not read anew and not closed. Release it; cancel the plan, and what is unpaid goes to the next day`;
  }
  const asked = await mayLandForDay(db, dayIndex, finality);
  if (asked === null) return null;
  const until = new Date(asked.deadlineMs).toISOString();
  const why = (await findUnsigned(db, asked))
    ? `the oracle was asked to sign day ${dayIndex}, and its answer may have been lost, which counts as signed`
    : `what was signed for day ${dayIndex} can still be committed`;
  return `${why}: cancel it, or let its deadline pass at ${until}; then wait until no rollback can undo that`;
}
