import { describe, it } from "vitest";
import { slotToMs } from "@/server/domain/cardano/slot-clock";
import { withdrawText } from "@/server/domain/contract/act-text";
import type { WithdrawRedeemer } from "@/server/domain/contract/acts";
import type { Amount } from "@/server/domain/contract/amount";
import { decodeDatum } from "@/server/domain/contract/datum";
import type { Approval } from "@/server/domain/contract/types";
import { approvalMutants, approvalOf, noApprovals } from "@/server/testing/contract/approval-mutants";
import { bodyMutants } from "@/server/testing/contract/body-mutants";
import { datumMutants, type Mutant } from "@/server/testing/contract/datum-mutants";
import { governorMutants } from "@/server/testing/contract/governor-mutants";
import { lonelyMutants } from "@/server/testing/contract/lonely-mutants";
import { MUTANT_FEE, type Mutation } from "@/server/testing/contract/mutant";
import { IDLE, payingPool, poolIn, TRACED } from "@/server/testing/contract/mutant-pool";
import { moveLovelace, withAct, withPoolDatum } from "@/server/testing/contract/mutations";
import { START_SLOT } from "@/server/testing/contract/pool-fixture";
import { PRIZE_ASSET, SETTINGS } from "@/server/testing/contract/pool-terms";
import { poolOutputMutants } from "@/server/testing/contract/shape-mutants";
import { feeOf } from "@/server/testing/contract/shape-mutations";
import { treasuryMutants } from "@/server/testing/contract/treasury-mutants";
import { expectAccepted, expectRefused } from "@/server/testing/contract/verdicts";
import { SLOTS } from "@/server/testing/contract/world";
import { draftSpend } from "./draft-spend";

const REWARDS = 1_234_567n;
const AMOUNT: Amount = { lovelace: 4_000_000_000n, tokens: 70n };
const TERMS = { ...poolIn(IDLE, undefined, TRACED, REWARDS), validFromSlot: null };
const [ANOTHER, ONLY_ADA]: Amount[] = [
  { lovelace: 4_000_000_001n, tokens: 70n },
  { lovelace: 4_000_000_000n, tokens: 0n },
];

function textOf(amount: Amount): string {
  const { network } = SETTINGS;
  const { policyId } = TRACED;
  return withdrawText({ network, policyId, nonce: IDLE.nonce, amount, prizeAsset: PRIZE_ASSET });
}

function signed(amount: Amount): WithdrawRedeemer {
  const approvals = [0, 1].map((i) => approvalOf(i, textOf(amount)));
  return { kind: "withdraw", settings: SETTINGS, amount, approvals };
}

const draftOf = (terms: typeof TERMS, amount: Amount) =>
  draftSpend(terms, { redeemer: signed(amount), signatories: [] })(MUTANT_FEE);
const WITHDRAW = signed(AMOUNT);
const VALID = draftOf(TERMS, AMOUNT);
const withApprovals = (...approvals: readonly Approval[]) => withAct({ ...WITHDRAW, approvals });
const withAmount = (amount: Amount) => withAct({ ...WITHDRAW, amount });
/** All but the reserve, and a lovelace more. */
const TOO_MUCH = TERMS.pool.held.lovelace + REWARDS - MUTANT_FEE - SETTINGS.reserveLovelace - AMOUNT.lovelace + 1n;
const takingTooMuch: Mutation = (draft) =>
  withAct(signed({ ...AMOUNT, lovelace: AMOUNT.lovelace + TOO_MUCH }))(moveLovelace(0, 1, TOO_MUCH)(draft));

const mutants: Mutant[] = [
  ...datumMutants(decodeDatum(VALID.outputs[0]?.inlineDatum ?? "")),
  ...poolOutputMutants,
  ...lonelyMutants(WITHDRAW),
  ...bodyMutants,
  ...governorMutants(REWARDS),
  ...treasuryMutants(1),
  ...approvalMutants(textOf(AMOUNT), withApprovals),
  noApprovals(withApprovals),
  ["more than was signed", withAmount({ ...AMOUNT, lovelace: 5_000_000_000n }), /has_signed\(key.*\? False/],
  ["fewer tokens than were signed", withAmount(ONLY_ADA ?? AMOUNT), /has_signed\(key.*\? False/],
  ["more than its treasury gets", withAct(signed(ANOTHER ?? AMOUNT)), /value\.plain.*\? False/],
  ["nothing in lovelace", withAmount({ lovelace: 0n, tokens: 70n }), /amount\.lovelace > 0 \? False/],
  ["less than nothing in lovelace", withAmount({ lovelace: -5n, tokens: 0n }), /amount\.lovelace > 0 \? False/],
  ["less than nothing in tokens", withAmount({ lovelace: 5n, tokens: -5n }), /n >= 0 \? False/],
  ["the reserve touched", takingTooMuch, /held\.lovelace >= settings\.reserve \? False/],
  [
    "outputs in the other order",
    (draft) => ({ ...draft, outputs: [...draft.outputs].reverse() }),
    /output\.address == Address.*\? False/s,
  ],
  [
    "no output for the treasury",
    (draft) => moveLovelace(0, 1, 0n)({ ...draft, outputs: draft.outputs.slice(0, 1) }),
    /expect \[pool_out, treasury_out\]/,
  ],
  [
    "other settings than the pool's",
    withAct({ ...WITHDRAW, settings: { ...SETTINGS, threshold: 1 } }),
    /settings_hash\(settings\) == datum\.settings \? False/,
  ],
  ["a plan that is being paid", withPoolDatum(payingPool(slotToMs(SLOTS, START_SLOT + 600))), /expect Idle/],
  ["a fee above 10 ADA", feeOf(10_000_001n), /tx\.fee <= max_fee \? False/],
];

describe("a Withdraw", () => {
  it("is accepted as it should be: with rewards and without, to the reserve, of ADA alone, of all tokens", () => {
    expectAccepted(VALID);
    expectAccepted(draftOf({ ...TERMS, rewardsLovelace: 0n }, AMOUNT));
    const most = TERMS.pool.held.lovelace + REWARDS - MUTANT_FEE - SETTINGS.reserveLovelace;
    // What is said about the fee beforehand is said about the highest.
    const draft = moveLovelace(0, 1, most - AMOUNT.lovelace)(VALID);
    expectAccepted(withAct(signed({ ...AMOUNT, lovelace: most }))(draft));
    expectAccepted(draftOf(TERMS, { lovelace: 2_000_000n, tokens: 0n }));
    expectAccepted(draftOf(TERMS, { lovelace: 2_000_000n, tokens: TERMS.pool.held.tokens }));
  });

  it.each(mutants)("with %s is refused", (_, mutate, reason) => expectRefused(mutate(VALID), reason));
});
