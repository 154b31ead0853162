import { SIGNED_HOLDS_MS } from "@/server/domain/day/signing-time";
import type { SignedOnChain } from "@/server/domain/plan/pool-look";
import type { PoolStateOfPlan } from "@/server/domain/ports";
import type { PosixMs } from "@/server/domain/units";
import { allSigned, type Gap, type SignerRecord } from "./signer-record";

/*
 * A record that was lost, or taken from a backup, lacks what was signed since. What of it is on chain can be seen
 * there; what was signed and is not on chain yet, nobody can see. So:
 *
 * 1. If the chain shows a signature of this key that the record lacks, nothing is signed until somebody says that the
 *    record is an older one. Where nothing of what is lacking is on chain, only people know, and must say it as well.
 * 2. From then on nothing is signed that a lost signature could stand beside: for no nonce that the pool has had by
 *    then, until the furthest deadline that could have been signed has passed, and as long again as any signature
 *    holds. A Cancel gives the pool a new nonce, and ends the waiting at once: nothing was signed for that.
 * 3. Without a source of its own a signer may have been told nonces that the pool did not have: it waits for any.
 */

/** What is to be waited for from now on, by rule 2; `nonce` is the pool's, null if nobody can see it. */
export function gapFrom(nowMs: PosixMs, nonce: number | null, longestDeadlineMs: number): Gap {
  return { nonce, untilMs: nowMs + longestDeadlineMs + SIGNED_HOLDS_MS };
}

/** Both: a record may be restored a second time. */
export function widen(known: Gap | null, { nonce, untilMs }: Gap): Gap {
  if (known === null) return { nonce, untilMs };
  const isAny = known.nonce === null || nonce === null;
  return { nonce: isAny ? null : Math.max(known.nonce, nonce), untilMs: Math.max(known.untilMs, untilMs) };
}

/** Whether something that is lost may have been signed for this state and still hold. */
export function isInGap(gap: Gap | null, { nonce }: Pick<PoolStateOfPlan, "nonce">, nowMs: PosixMs): boolean {
  return gap !== null && nowMs < gap.untilMs && (gap.nonce === null || nonce <= gap.nonce);
}

export function sayGap({ nonce, untilMs }: Gap): string {
  const until = new Date(untilMs).toISOString();
  const which = nonce === null ? "any state of the pool" : `the nonces up to ${nonce}`;
  const cancel = nonce === null ? "" : ", or cancel on chain (npm run pool -- cancel), which gives the pool a new one";
  return `this signer's record was lost or restored, and what it lacks may have been signed for ${which}: wait until ${until}${cancel}`;
}

/** Why nothing may be signed, by rule 1; null if the record has what the chain shows, or somebody has said so. */
export function findLost(record: SignerRecord, newest: SignedOnChain | null): string | null {
  if (newest === null) return null;
  const { gap } = record;
  const known = allSigned(record).some(({ digest }) => digest === newest.digest);
  if (known || (gap !== null && isOfGap(gap, newest))) return null;
  const { what, day, txHash } = newest;
  return `this signer's record lacks what its key has signed: ${what === "plan" ? "the plan" : "the Resume"} of day ${day}, on chain as ${txHash}. The record was lost, or is an older one. Put the newest one back; if there is none, say so (npm run signer-record -- restored)`;
}

function isOfGap(gap: Gap, { nonce, deadlineMs }: SignedOnChain): boolean {
  return gap.nonce === null ? deadlineMs <= gap.untilMs : nonce <= gap.nonce;
}
