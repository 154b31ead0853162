import { describe, expect, it } from "vitest";
import { makeAddress } from "@/server/domain/cardano/address";
import { msToSlot } from "@/server/domain/cardano/slot-clock";
import { addAmounts, subtractAmounts } from "@/server/domain/contract/amount";
import { bodyMutants } from "@/server/testing/contract/body-mutants";
import type { Mutant } from "@/server/testing/contract/datum-mutants";
import { testKey } from "@/server/testing/contract/keys";
import { MUTANT_FEE, reasonOf, tryDraft } from "@/server/testing/contract/mutant";
import { poolIn, SHIPPED } from "@/server/testing/contract/mutant-pool";
import { moveLovelace, withDatum, withOutput } from "@/server/testing/contract/mutations";
import {
  doubleSatisfaction,
  dropPayout,
  extraOutput,
  feeFrom,
  feeOf,
  forgedToken,
  moveOut,
  status,
  strangeAsset,
  swap,
  swapStake,
  withRedeemer,
} from "@/server/testing/contract/pay-mutations";
import { PRIZE_ASSET, PRIZE_UNIT, STRANGER } from "@/server/testing/contract/pool-terms";
import { STRANGERS_ACCOUNT } from "@/server/testing/contract/shape-mutants";
import { AFTER, DEADLINE_MS, FIRST, PAYING, TERMS, VALID } from "@/server/testing/contract/valid-pay";
import { expectAccepted, expectRefused } from "@/server/testing/contract/verdicts";
import { SLOTS } from "@/server/testing/contract/world";
import type { TransactionDraft } from "../transaction/draft";
import { poolOutput } from "./draft-outputs";

if (!status) throw new Error("a batch should remain");

const mutants: Mutant[] = [
  ["one lovelace more to a recipient", moveLovelace(0, 1, 1n), /commitment\(.*\? False/],
  ["one lovelace moved between recipients", moveLovelace(1, 2, 1n), /commitment\(.*\? False/],
  ["another recipient", withOutput(1, () => ({ address: testKey("thief").address })), /commitment\(.*\? False/],
  ["another staking part", withOutput(1, ({ address }) => ({ address: swapStake(address) })), /commitment\(.*\? False/],
  ["a datum on a payout", withOutput(1, () => ({ inlineDatum: "80" })), /commitment\(.*\? False/],
  [
    "tokens withheld from a recipient",
    (draft) =>
      withOutput(0, ({ assets }) => ({
        assets: { ...assets, [PRIZE_UNIT]: (assets[PRIZE_UNIT] ?? 0n) + 5n },
      }))(withOutput(1, () => ({ assets: {} }))(draft)),
    /commitment\(.*\? False/,
  ],
  [
    "recipients in another order",
    (draft) => ({ ...draft, outputs: swap(draft.outputs, 1, 2) }),
    /commitment\(.*\? False/,
  ],
  ["a payout left out", (draft) => dropPayout(draft), /commitment\(.*\? False/],
  ["an output added", (draft) => moveOut(draft, extraOutput), /commitment\(.*\? False/],
  ["another next", withRedeemer({ next: "00".repeat(32) }), /commitment\(.*\? False/],
  ["the plan said to be over", withRedeemer({ next: "" }), /remaining == nothing \? False|commitment/],
  ["another total", withRedeemer({ total: { lovelace: 1n, tokens: 0n } }), /commitment\(.*\? False/],
  ["the pool not first", (draft) => ({ ...draft, outputs: swap(draft.outputs, 0, 1) }), /commitment\(.*\? False/],
  ["a stranger's input to pay the fee", (draft) => feeFrom(draft), /expect \[Input|only_input|\[Input/],
  ["nobody's signature", (draft) => ({ ...draft, signatories: [] }), /is_signed_by.*\? False/],
  ["another signature", (draft) => ({ ...draft, signatories: [STRANGER.hash] }), /is_signed_by.*\? False/],
  [
    "validity to a slot after the deadline",
    (draft) => ({ ...draft, validUntilSlot: msToSlot(SLOTS, DEADLINE_MS) + 1 }),
    /upper_bound\(tx\) <= deadline \? False/,
  ],
  [
    "the pool at another address",
    withOutput(0, () => ({ address: STRANGER.address })),
    /address == pool_in.address \? False/,
  ],
  [
    "a staking part on the pool",
    withOutput(0, () => ({
      address: makeAddress(0, { kind: "script", hash: TERMS.script.hash }, { kind: "key", hash: STRANGER.hash }),
    })),
    /address == pool_in.address \? False/,
  ],
  ["no datum on the pool", withOutput(0, () => ({ inlineDatum: null })), /datum == InlineDatum.*\? False/],
  ["a script on the pool", withOutput(0, () => ({ referenceScript: SHIPPED })), /reference_script == None \? False/],
  ["another operator in the datum", withDatum({ ...AFTER, operator: STRANGER.hash }), /datum == InlineDatum.*\? False/],
  [
    "other settings in the datum",
    withDatum({ ...AFTER, settingsHash: "00".repeat(32) }),
    /datum == InlineDatum.*\? False/,
  ],
  [
    "a higher max_fee in the datum",
    withDatum({ ...AFTER, maxFeeLovelace: 10_000_000n }),
    /datum == InlineDatum.*\? False/,
  ],
  ["another nonce in the datum", withDatum({ ...AFTER, nonce: 4 }), /datum == InlineDatum.*\? False/],
  ["another plan in the datum", withDatum({ ...AFTER, plan: "00".repeat(32) }), /datum == InlineDatum.*\? False/],
  ["another last day in the datum", withDatum({ ...AFTER, lastDay: 0 }), /datum == InlineDatum.*\? False/],
  ["another last payout in the datum", withDatum({ ...AFTER, lastPayoutMs: 0 }), /datum == InlineDatum.*\? False/],
  [
    "a later deadline in the datum",
    withDatum({ ...AFTER, status: { ...status, deadlineMs: DEADLINE_MS + 1 } }),
    /datum == InlineDatum.*\? False/,
  ],
  ["the same batch to pay again", withDatum(PAYING), /datum == InlineDatum.*\? False/],
  [
    "more to pay than remains",
    withDatum({ ...AFTER, status: { ...status, remaining: { lovelace: 9n, tokens: 0n } } }),
    /datum == InlineDatum.*\? False/,
  ],
  [
    "another count in the datum",
    withDatum({ ...AFTER, status: { ...status, outputs: 1 } }),
    /datum == InlineDatum.*\? False/,
  ],
  ["a strange asset in the pool", (draft) => strangeAsset(draft), /\[Input|value/],
  ["a fee above max_fee", (draft) => feeOf(draft, 3_000_001n), /tx.fee <= max_fee \? False/],
  ["a forged state token", (draft) => forgedToken(draft), /is_state_token\(.*\? False/],
  ["a bare output of the script spent along", (draft) => doubleSatisfaction(draft), /\[Input/],
  ...bodyMutants,
  [
    "a withdrawal",
    (draft) => ({ ...draft, withdrawals: [{ account: STRANGERS_ACCOUNT, lovelace: 0n }] }),
    /tx\.withdrawals == \[\] \? False/,
  ],
  ["no upper bound", (draft) => ({ ...draft, isWithoutUpperBound: true }), /expect Finite\(upper\)/],
  ["more payouts than there are", withRedeemer({ outputs: 4 }), /TailList/],
  ["fewer payouts than there are", withRedeemer({ outputs: 2 }), /has_length\(payouts, count\) \? False/],
  ["no payouts by its word", withRedeemer({ outputs: 0 }), /has_length\(payouts, count\) \? False/],
  ["less than no payouts by its word", withRedeemer({ outputs: -1 }), /has_length\(payouts, count\) \? False/],
];

const AGAIN = poolIn(AFTER);

describe("a Pay", () => {
  it("of a batch already paid is refused", () => {
    const pool = poolOutput(AGAIN.script, PRIZE_ASSET, {
      datum: AFTER,
      held: subtractAmounts(AGAIN.pool.held, addAmounts(FIRST.total, { lovelace: MUTANT_FEE, tokens: 0n })),
    });
    const [redeemer] = VALID.redeemers;
    if (!redeemer) throw new Error("a redeemer was wanted");
    const replay: TransactionDraft = {
      ...VALID,
      inputs: [AGAIN.pool.output],
      outputs: [pool, ...VALID.outputs.slice(1)],
      redeemers: [{ ...redeemer, purpose: { kind: "spend", ref: AGAIN.pool.output.ref } }],
    };
    const verdict = tryDraft(replay);
    expect(verdict.accepted).toBe(false);
    expect(reasonOf(verdict)).toMatch(/commitment\(.*\? False/);
  });

  it("is accepted as it should be", () => {
    expectAccepted(VALID);
  });

  it.each(mutants)("with %s is refused", (_, mutate, reason) => expectRefused(mutate(VALID), reason));
});
