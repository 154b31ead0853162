import { describe, it } from "vitest";
import { slotToMs } from "@/server/domain/cardano/slot-clock";
import { encodeAct } from "@/server/domain/contract/act-codec";
import { closeText } from "@/server/domain/contract/act-text";
import type { CloseRedeemer } from "@/server/domain/contract/acts";
import { encodeRedeemer, MINT_REDEEMER } from "@/server/domain/contract/redeemer";
import type { Approval, PoolDatum } from "@/server/domain/contract/types";
import { approvalMutants, approvalOf, noApprovals } from "@/server/testing/contract/approval-mutants";
import { bodyMutants, mintsBesides } from "@/server/testing/contract/body-mutants";
import type { Mutant } from "@/server/testing/contract/datum-mutants";
import { governorMutants } from "@/server/testing/contract/governor-mutants";
import { lonelyMutants } from "@/server/testing/contract/lonely-mutants";
import { MUTANT_FEE, type Mutation } from "@/server/testing/contract/mutant";
import { IDLE, payingPool, poolIn, TRACED } from "@/server/testing/contract/mutant-pool";
import { withAct, withPoolDatum } from "@/server/testing/contract/mutations";
import { START_SLOT } from "@/server/testing/contract/pool-fixture";
import { SETTINGS } from "@/server/testing/contract/pool-terms";
import { feeOf, holding } from "@/server/testing/contract/shape-mutations";
import { treasuryMutants } from "@/server/testing/contract/treasury-mutants";
import { expectAccepted, expectRefused } from "@/server/testing/contract/verdicts";
import { SLOTS } from "@/server/testing/contract/world";
import { draftSpend } from "./draft-spend";

const REWARDS = 1_234_567n;
const TERMS = { ...poolIn(IDLE, undefined, TRACED, REWARDS), validFromSlot: null };
const TEXT = closeText({ network: SETTINGS.network, policyId: TRACED.policyId, nonce: IDLE.nonce });
const CLOSE: CloseRedeemer = {
  kind: "close",
  settings: SETTINGS,
  approvals: [approvalOf(0, TEXT), approvalOf(1, TEXT)],
};
const PARTS = { redeemer: CLOSE, signatories: [] };
const VALID = draftSpend(TERMS, PARTS)(MUTANT_FEE);
const withApprovals = (...approvals: readonly Approval[]) => withAct({ ...CLOSE, approvals });
const NOT_BURNT = /tx\.mint == \[Pair\((pool\.)?policy, .*\? False/;
const OWING: PoolDatum = {
  ...IDLE,
  status: { kind: "idle", left: "77".repeat(32), remaining: { lovelace: 5n, tokens: 0n }, outputs: 1 },
};

/** The state token outlives the pool. */
const keepingToken: Mutation = (draft) => ({
  ...holding({ [TRACED.stateToken]: 1n })(draft),
  mint: {},
  redeemers: draft.redeemers.filter(({ purpose }) => purpose.kind !== "mint"),
});
const withPoolRedeemer =
  (data: string): Mutation =>
  (draft) => ({
    ...draft,
    redeemers: draft.redeemers.map((one) => (one.purpose.kind === "spend" ? { ...one, data } : one)),
  });
const withMintRedeemer =
  (data: string): Mutation =>
  (draft) => ({
    ...draft,
    redeemers: draft.redeemers.map((one) => (one.purpose.kind === "mint" ? { ...one, data } : one)),
  });

const WRONG_VALUE = /output\.value == value\.plain.*\? False/;
const mutants: Mutant[] = [
  ...treasuryMutants(0),
  ...lonelyMutants(CLOSE),
  ...bodyMutants.filter(([name]) => name !== "another mint"),
  ...governorMutants(REWARDS).map(
    ([name, mutation, reason]): Mutant => [name, mutation, name.includes("withheld") ? WRONG_VALUE : reason],
  ),
  ...approvalMutants(TEXT, withApprovals),
  noApprovals(withApprovals),
  ["a mint besides the burning", mintsBesides("00"), NOT_BURNT],
  ["the state token kept", keepingToken, NOT_BURNT],
  ["two state tokens burnt", (draft) => ({ ...draft, mint: { [TRACED.stateToken]: -2n } }), NOT_BURNT],
  ["one minted instead", (draft) => ({ ...draft, mint: { [TRACED.stateToken]: 1n } }), NOT_BURNT],
  ["another token of the policy burnt", (draft) => ({ ...draft, mint: { [`${TRACED.policyId}00`]: -1n } }), NOT_BURNT],
  ["the policy asked to mint", withMintRedeemer(MINT_REDEEMER), /spends\(tx\.inputs, seed\) \? False/],
  ["the pool asked to expire", withPoolRedeemer(encodeRedeemer({ kind: "expire" })), /expect Paying/],
  ["an act as the pool's redeemer", withPoolRedeemer(encodeAct(CLOSE)), /./],
  ["something owed", withPoolDatum(OWING), /left == "" \? False/],
  ["a plan that is being paid", withPoolDatum(payingPool(slotToMs(SLOTS, START_SLOT + 600))), /expect Idle/],
  [
    "other settings than the pool's",
    withAct({ ...CLOSE, settings: { ...SETTINGS, threshold: 1 } }),
    /settings_hash\(settings\) == datum\.settings \? False/,
  ],
  ["a fee above 10 ADA", feeOf(10_000_001n), /tx\.fee <= max_fee \? False/],
];

describe("a Close", () => {
  it("is accepted as it should be, with and without rewards or tokens", () => {
    expectAccepted(VALID);
    expectAccepted(draftSpend({ ...TERMS, rewardsLovelace: 0n }, PARTS)(MUTANT_FEE));
    const poor = poolIn(IDLE, { lovelace: 15_000_000n, tokens: 0n });
    expectAccepted(draftSpend({ ...poor, validFromSlot: null }, PARTS)(MUTANT_FEE));
  });

  it.each(mutants)("with %s is refused", (_, mutate, reason) => expectRefused(mutate(VALID), reason));
});
