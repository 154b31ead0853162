import { SIGNED_HOLDS_MS } from "@/server/domain/day/signing-time";
import type { HeldPlan, PoolStateOfPlan } from "@/server/domain/ports";
import type { Hex, PosixMs } from "@/server/domain/units";
import { type AmountLimits, checkAmounts } from "./amount-limits";
import { isInGap, sayGap } from "./lost-record";
import { type Change, RecordRefused, type Signed, type SignerRecord } from "./signer-record";

/*
 * A signer signs one thing for a state of its pool. Once a day has passed since the latest deadline that it signed for
 * it, that is released: the ledger takes nothing after a deadline, and no rollback brings back a block that old.
 */

/** What is asked for. `asked.signedMs` is now. */
export type Claim = {
  readonly publicKey: Hex;
  readonly policyId: Hex;
  readonly state: PoolStateOfPlan;
  readonly asked: Signed;
  readonly limits: AmountLimits & { readonly longestDeadlineMs: number };
};

/** `sequence`: of the record that holds it. */
export type Claimed =
  | { readonly ok: true; readonly sequence: number }
  | { readonly ok: false; readonly problems: readonly string[] };

/** The record in which it is signed, or why it may not be. The same may be signed again with another deadline. */
export function claimIn(record: SignerRecord, claim: Claim): Change<Claimed> {
  const { publicKey, policyId, state, asked, limits } = claim;
  const no = (...problems: string[]): Change<Claimed> => ({ record, answer: { ok: false, problems } });
  if (record.publicKey !== null && record.publicKey !== publicKey) {
    return no(`this signer's record (--state-file) is that of another key, ${record.publicKey}`);
  }
  const key = stateKey(policyId, state);
  const known = record.states[key];
  const nowMs = asked.signedMs;
  const held = heldOf(known, nowMs);
  if (held !== null && held.digest !== asked.digest) return no(sayHeld(held));
  if (held === null && record.gap !== null && isInGap(record.gap, state, nowMs)) return no(sayGap(record.gap));
  const isSame = known?.digest === asked.digest;
  // Asked again because the answer was lost.
  if (isSame && asked.deadlineMs <= known.deadlineMs)
    return { record, answer: { ok: true, sequence: record.sequence } };
  const problems = checkAmounts(record, limits, asked);
  if (problems.length > 0) return no(...problems);
  const released = known === undefined || isSame ? (known?.released ?? []) : [...known.released, signedOf(known)];
  const next: SignerRecord = {
    ...record,
    publicKey,
    newestNonce: state.nonce,
    longestDeadlineMs: Math.max(record.longestDeadlineMs, limits.longestDeadlineMs),
    states: {
      ...record.states,
      [key]: { ...asked, released },
    },
  };
  return { record: next, answer: { ok: true, sequence: record.sequence + 1 } };
}

/** What stands in the way of anything else for a state; null if nothing does. Throws RecordRefused if nobody knows. */
export function heldIn(record: SignerRecord, policyId: Hex, state: PoolStateOfPlan, nowMs: PosixMs): HeldPlan | null {
  const held = heldOf(record.states[stateKey(policyId, state)], nowMs);
  if (held === null && record.gap !== null && isInGap(record.gap, state, nowMs)) {
    throw new RecordRefused(sayGap(record.gap));
  }
  if (held === null) return null;
  const { day, digest, reportHash, deadlineMs } = held;
  return { day, digest, reportHash, deadlineMs };
}

function heldOf(known: Signed | undefined, nowMs: PosixMs): Signed | null {
  return known === undefined || known.deadlineMs < nowMs - SIGNED_HOLDS_MS ? null : known;
}

function signedOf({ day, digest, reportHash, deadlineMs, lovelace, signedMs }: Signed): Signed {
  return { day, digest, reportHash, deadlineMs, lovelace, signedMs };
}

function stateKey(policyId: Hex, { nonce, previousPlan, previousLeft }: PoolStateOfPlan): string {
  return [policyId, nonce, previousPlan, previousLeft || "-"].join(":");
}

function sayHeld({ digest, day, reportHash, deadlineMs }: Signed): string {
  const until = new Date(deadlineMs + SIGNED_HOLDS_MS).toISOString();
  return `${digest} of day ${day}, report ${reportHash}, is already signed for this state of the pool: cancel it on chain, or wait until ${until}`;
}
