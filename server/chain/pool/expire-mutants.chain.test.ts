import { describe, expect, it } from "vitest";
import { slotToMs } from "@/server/domain/cardano/slot-clock";
import { encodeAct } from "@/server/domain/contract/act-codec";
import { decodeDatum } from "@/server/domain/contract/datum";
import { bodyMutants } from "@/server/testing/contract/body-mutants";
import { datumMutants, type Mutant } from "@/server/testing/contract/datum-mutants";
import { lonelyMutants } from "@/server/testing/contract/lonely-mutants";
import { MUTANT_FEE, type Mutation } from "@/server/testing/contract/mutant";
import { payingPool, poolIn, TRACED } from "@/server/testing/contract/mutant-pool";
import { START_SLOT } from "@/server/testing/contract/pool-fixture";
import { OPERATOR, STRANGER } from "@/server/testing/contract/pool-terms";
import { GOVERN, poolOutputMutants, STRANGERS_ACCOUNT } from "@/server/testing/contract/shape-mutants";
import { feeOf } from "@/server/testing/contract/shape-mutations";
import { expectAccepted, expectRefused } from "@/server/testing/contract/verdicts";
import { SLOTS } from "@/server/testing/contract/world";
import { draftSpend } from "./draft-spend";
import { UNMEASURED } from "./spend-terms";

const EXPIRE = { kind: "expire" } as const;
const DEADLINE_SLOT = START_SLOT - 20;
const PAYING = payingPool(slotToMs(SLOTS, DEADLINE_SLOT));
const TERMS = { ...poolIn(PAYING), validFromSlot: DEADLINE_SLOT };
const VALID = draftSpend(TERMS, { redeemer: EXPIRE, signatories: [OPERATOR.hash] })(MUTANT_FEE);
const AFTER = decodeDatum(VALID.outputs[0]?.inlineDatum ?? "");

const NOT_QUIET = /tx\.withdrawals == \[\] \? False/;
const withdrawing =
  (account: string): Mutation =>
  (draft) => ({ ...draft, withdrawals: [{ account, lovelace: 0n }] });
/** With the governor's agreement to nothing: a Pay or an Expire wants no other judge. */
const governed: Mutation = (draft) => ({
  ...withdrawing(TRACED.governor.account)(draft),
  referenceInputs: [TERMS.referenceScripts.pool, TERMS.referenceScripts.governor],
  redeemers: [
    ...draft.redeemers,
    {
      purpose: { kind: "reward", account: TRACED.governor.account },
      data: encodeAct(GOVERN),
      units: UNMEASURED,
    },
  ],
});

const mutants: Mutant[] = [
  ...datumMutants(AFTER),
  ...poolOutputMutants,
  ...lonelyMutants(EXPIRE),
  ...bodyMutants,
  ["a stranger's withdrawal", withdrawing(STRANGERS_ACCOUNT), NOT_QUIET],
  ["the governor's withdrawal", governed, NOT_QUIET],
  [
    "validity from before the deadline",
    (draft) => ({ ...draft, validFromSlot: DEADLINE_SLOT - 1 }),
    /lower_bound\(tx\) >= deadline \? False/,
  ],
  ["no lower bound", (draft) => ({ ...draft, validFromSlot: null }), /expect Finite\(lower\)/],
  ["nobody's signature", (draft) => ({ ...draft, signatories: [] }), /is_signed_by.*\? False/],
  ["a stranger's signature", (draft) => ({ ...draft, signatories: [STRANGER.hash] }), /is_signed_by.*\? False/],
  ["a fee above max_fee", feeOf(PAYING.maxFeeLovelace + 1n), /tx\.fee <= max_fee \? False/],
];

describe("an Expire", () => {
  it("is accepted as it should be, from the very moment of the deadline", () => {
    expect(AFTER).toMatchObject({ plan: PAYING.plan, nonce: PAYING.nonce, status: { kind: "idle" } });
    expectAccepted(VALID);
  });

  it.each(mutants)("with %s is refused", (_, mutate, reason) => expectRefused(mutate(VALID), reason));
});
