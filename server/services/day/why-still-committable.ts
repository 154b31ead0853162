import type { Database, Transaction } from "@/db/client";
import { UNSIGNED_DAY_STATES } from "@/server/domain/day/states";
import { blocksSince, type ChainNow } from "../chain-now";
import { isGoneForGood, isOnChain } from "./gone-for-good";
import type { DayRow } from "./move-day";

/**
 * Why what was signed for a stopped day has landed or may yet; null if it never can. Until then the day is neither read
 * anew nor closed: it would be paid by that plan, whatever the new reading says. `finalDepth` is the depth that no
 * rollback reaches.
 */
export async function whyStillCommittable(
  db: Database | Transaction,
  { dayIndex, frozenFrom, planDigest, signedFor, deadlineMs }: DayRow,
  { now, finalDepth }: { readonly now: ChainNow; readonly finalDepth: number },
): Promise<string | null> {
  if (frozenFrom === null || frozenFrom === "OPEN" || UNSIGNED_DAY_STATES.includes(frozenFrom)) return null;
  // Its Commit may have landed while it was stopped, and nobody moves a stopped day.
  const isCommitted = planDigest !== null && (await isOnChain(db, planDigest));
  if (isCommitted || (frozenFrom !== "PROPOSED" && frozenFrom !== "APPROVED")) {
    return `the plan of day ${dayIndex} is on chain, so it is not read anew and not closed. Release it; cancel the plan, and what is unpaid goes to the next day`;
  }
  if (signedFor && (await isGoneForGood(db, signedFor, now.height - finalDepth))) return null;
  // Blocks from before its deadline, which a rollback could bring back, may hold its Commit.
  if ((await blocksSince(db, deadlineMs ?? 0)) >= finalDepth) return null;
  const until = new Date(deadlineMs ?? 0).toISOString();
  return `what was signed for day ${dayIndex} can still be committed: cancel it, or let its deadline pass at ${until}; then wait until no rollback can undo that`;
}
