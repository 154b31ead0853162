import { describe, it } from "vitest";
import type { CommitRedeemer, ResumeRedeemer } from "@/server/domain/contract/acts";
import { decodeDatum } from "@/server/domain/contract/datum";
import type { PoolDatum } from "@/server/domain/contract/types";
import { bodyMutants } from "@/server/testing/contract/body-mutants";
import { datumMutants, type Mutant } from "@/server/testing/contract/datum-mutants";
import { governorMutants } from "@/server/testing/contract/governor-mutants";
import { lonelyMutants } from "@/server/testing/contract/lonely-mutants";
import { MUTANT_FEE } from "@/server/testing/contract/mutant";
import { IDLE, poolIn, TRACED } from "@/server/testing/contract/mutant-pool";
import { somePayouts } from "@/server/testing/contract/pool-fixture";
import { OPERATOR, STRANGER } from "@/server/testing/contract/pool-terms";
import { poolOutputMutants } from "@/server/testing/contract/shape-mutants";
import { feeOf } from "@/server/testing/contract/shape-mutations";
import { signedPlan, signedResume } from "@/server/testing/contract/signed-plans";
import { expectAccepted, expectRefused } from "@/server/testing/contract/verdicts";
import { draftSpend } from "./draft-spend";

/* Commit and Resume as transactions: what their terms may be is for commit-mutants and resume to show. */

const REWARDS = 1_234_567n;
const LEFT: PoolDatum = {
  ...IDLE,
  plan: "99".repeat(32),
  status: {
    kind: "idle",
    left: "77".repeat(32),
    remaining: { lovelace: 6_000_000n, tokens: 4n },
    outputs: 2,
  },
};

const kinds: [string, PoolDatum, (terms: ReturnType<typeof poolIn>) => CommitRedeemer | ResumeRedeemer][] = [
  ["Commit", IDLE, (terms) => signedPlan(terms, [somePayouts(4), somePayouts(2, 4, 7n)]).redeemer],
  ["Resume", LEFT, (terms) => signedResume(terms.pool)],
];

describe.each(kinds)("a %s with rewards in the governor's account", (_, datum, redeemerOf) => {
  const terms = poolIn(datum, undefined, TRACED, REWARDS);
  const redeemer = redeemerOf(terms);
  const valid = draftSpend(terms, { redeemer, signatories: [OPERATOR.hash] })(MUTANT_FEE);
  const mutants: Mutant[] = [
    ...datumMutants(decodeDatum(valid.outputs[0]?.inlineDatum ?? "")),
    ...poolOutputMutants,
    ...lonelyMutants(redeemer),
    ...bodyMutants,
    ...governorMutants(REWARDS),
    ["a stranger's signature", (draft) => ({ ...draft, signatories: [STRANGER.hash] }), /is_signed_by.*\? False/],
    ["a fee above max_fee", feeOf(datum.maxFeeLovelace + 1n), /tx\.fee <= max_fee \? False/],
  ];

  it("is accepted as it should be", () => expectAccepted(valid));

  it.each(mutants)("and with %s is refused", (_name, mutate, reason) => expectRefused(mutate(valid), reason));
});
