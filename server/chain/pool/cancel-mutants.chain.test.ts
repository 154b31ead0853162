import { describe, expect, it } from "vitest";
import { cancelText } from "@/server/domain/contract/act-text";
import type { CancelRedeemer } from "@/server/domain/contract/acts";
import { decodeDatum } from "@/server/domain/contract/datum";
import type { Approval } from "@/server/domain/contract/types";
import { approvalMutants, approvalOf, noApprovals } from "@/server/testing/contract/approval-mutants";
import { bodyMutants } from "@/server/testing/contract/body-mutants";
import { datumMutants, type Mutant } from "@/server/testing/contract/datum-mutants";
import { governorMutants } from "@/server/testing/contract/governor-mutants";
import { lonelyMutants } from "@/server/testing/contract/lonely-mutants";
import { MUTANT_FEE } from "@/server/testing/contract/mutant";
import { IDLE, payingPool, poolIn, TRACED } from "@/server/testing/contract/mutant-pool";
import { withAct } from "@/server/testing/contract/mutations";
import { OPERATOR, SETTINGS } from "@/server/testing/contract/pool-terms";
import { poolOutputMutants } from "@/server/testing/contract/shape-mutants";
import { feeOf } from "@/server/testing/contract/shape-mutations";
import { expectAccepted, expectRefused } from "@/server/testing/contract/verdicts";
import { draftSpend } from "./draft-spend";

const REWARDS = 1_234_567n;
const PAYING = payingPool(1_700_000_900_000);
const TERMS = { ...poolIn(PAYING, undefined, TRACED, REWARDS), validFromSlot: null };
const { network } = SETTINGS;
const TEXT = cancelText({ network, policyId: TRACED.policyId, plan: PAYING.plan, nonce: PAYING.nonce });
const CANCEL: CancelRedeemer = {
  kind: "cancel",
  settings: SETTINGS,
  approvals: [approvalOf(0, TEXT), approvalOf(1, TEXT)],
};
const VALID = draftSpend(TERMS, { redeemer: CANCEL, signatories: [] })(MUTANT_FEE);
const AFTER = decodeDatum(VALID.outputs[0]?.inlineDatum ?? "");
const withApprovals = (...approvals: readonly Approval[]) => withAct({ ...CANCEL, approvals });

const mutants: Mutant[] = [
  ...datumMutants(AFTER),
  ...poolOutputMutants,
  ...lonelyMutants(CANCEL),
  ...bodyMutants,
  ...governorMutants(REWARDS),
  ...approvalMutants(TEXT, withApprovals),
  noApprovals(withApprovals),
  [
    "approvals to cancel another plan",
    withApprovals(...[0, 1].map((i) => approvalOf(i, TEXT.replace(PAYING.plan, IDLE.plan)))),
    /has_signed\(key.*\? False/,
  ],
  [
    "other settings than the pool's",
    withAct({ ...CANCEL, settings: { ...SETTINGS, threshold: 1 } }),
    /settings_hash\(settings\) == datum\.settings \? False/,
  ],
  ["a fee above 10 ADA", feeOf(10_000_001n), /tx\.fee <= max_fee \? False/],
];

describe("a Cancel", () => {
  it("is accepted as it should be, with and without rewards, by nobody in particular", () => {
    expect(AFTER.status).toEqual({
      ...PAYING.status,
      kind: "idle",
      left: "77".repeat(32),
      commitment: undefined,
      deadlineMs: undefined,
    });
    expectAccepted(VALID);
    expectAccepted(draftSpend({ ...TERMS, rewardsLovelace: 0n }, { redeemer: CANCEL, signatories: [] })(MUTANT_FEE));
    expectAccepted({ ...VALID, signatories: [OPERATOR.hash], validFromSlot: 1 });
    expectAccepted({ ...VALID, isWithoutUpperBound: true });
  });

  it.each(mutants)("with %s is refused", (_, mutate, reason) => expectRefused(mutate(VALID), reason));
});
