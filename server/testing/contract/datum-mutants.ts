import type { PoolDatum, PoolStatus } from "@/server/domain/contract/types";
import type { Mutation } from "./mutant";
import { SHIPPED } from "./mutant-pool";
import { withDatum, withOutput } from "./mutations";

/** A name, what is changed, and why it must be refused. */
export type Mutant = readonly [name: string, mutation: Mutation, reason: RegExp];

export const WRONG_DATUM = /pool_out\.datum == InlineDatum.*\? False/;

/** Every field of the datum that a pool is left with, changed one at a time. */
export function datumMutants(after: PoolDatum): Mutant[] {
  const { status } = after;
  const commitment = status.kind === "idle" ? { left: "5a".repeat(32) } : { commitment: "5a".repeat(32) };
  const changed = (change: Partial<PoolDatum>) => withDatum({ ...after, ...change });
  const changedStatus = (change: object) => changed({ status: { ...status, ...change } as PoolStatus });
  const { lovelace, tokens } = status.remaining;
  const fields: readonly (readonly [string, Mutation])[] = [
    ["other settings", changed({ settingsHash: "5a".repeat(32) })],
    ["another operator", changed({ operator: "5a".repeat(28) })],
    ["a higher max_fee", changed({ maxFeeLovelace: after.maxFeeLovelace + 1n })],
    ["a higher nonce", changed({ nonce: after.nonce + 1 })],
    ["a lower nonce", changed({ nonce: after.nonce - 1 })],
    ["another plan", changed({ plan: "5a".repeat(32) })],
    ["another last day", changed({ lastDay: after.lastDay - 1 })],
    ["another last payout", changed({ lastPayoutMs: after.lastPayoutMs + 1 })],
    ["another commitment", changedStatus(commitment)],
    ["more lovelace to pay", changedStatus({ remaining: { lovelace: lovelace + 1n, tokens } })],
    ["more tokens to pay", changedStatus({ remaining: { lovelace, tokens: tokens + 1n } })],
    ["more outputs to pay", changedStatus({ outputs: status.outputs + 1 })],
    ...(status.kind === "paying"
      ? ([["a later deadline", changedStatus({ deadlineMs: status.deadlineMs + 1 })]] as const)
      : []),
    ["the other state", changed({ status: otherStatus(status) })],
  ];
  return [
    ...fields.map(([name, mutation]): Mutant => [`${name} in its datum`, mutation, WRONG_DATUM]),
    ["no datum", withOutput(0, () => ({ inlineDatum: null })), WRONG_DATUM],
    ["a datum of another kind", withOutput(0, () => ({ inlineDatum: "80" })), WRONG_DATUM],
    [
      "a script in the pool's output",
      withOutput(0, () => ({ referenceScript: SHIPPED })),
      /pool_out\.reference_script == None \? False/,
    ],
  ];
}

function otherStatus(status: PoolStatus): PoolStatus {
  const { remaining, outputs } = status;
  return status.kind === "idle"
    ? { kind: "paying", commitment: status.left, remaining, outputs, deadlineMs: 1 }
    : { kind: "idle", left: status.commitment, remaining, outputs };
}
