import { describe, it } from "vitest";
import { slotToMs } from "@/server/domain/cardano/slot-clock";
import type { Change, UpdateSettingsRedeemer } from "@/server/domain/contract/acts";
import { changedSettings } from "@/server/domain/contract/change";
import { decodeDatum } from "@/server/domain/contract/datum";
import { hashSettings } from "@/server/domain/contract/settings";
import type { Approval } from "@/server/domain/contract/types";
import { approvalMutants, approvalOf, noApprovals } from "@/server/testing/contract/approval-mutants";
import { bodyMutants } from "@/server/testing/contract/body-mutants";
import { CHANGES, NEWCOMER, textOf, WITH_CONSENT } from "@/server/testing/contract/changes";
import { datumMutants, type Mutant, WRONG_DATUM } from "@/server/testing/contract/datum-mutants";
import { governorMutants } from "@/server/testing/contract/governor-mutants";
import { signRaw } from "@/server/testing/contract/keys";
import { lonelyMutants } from "@/server/testing/contract/lonely-mutants";
import { MUTANT_FEE, type Mutation } from "@/server/testing/contract/mutant";
import { IDLE, payingPool, poolIn, TRACED } from "@/server/testing/contract/mutant-pool";
import { withAct, withDatum, withPoolDatum } from "@/server/testing/contract/mutations";
import { START_SLOT } from "@/server/testing/contract/pool-fixture";
import { OPERATOR, SETTINGS, STRANGER } from "@/server/testing/contract/pool-terms";
import { poolOutputMutants } from "@/server/testing/contract/shape-mutants";
import { feeOf } from "@/server/testing/contract/shape-mutations";
import { expectAccepted, expectRefused } from "@/server/testing/contract/verdicts";
import { SLOTS } from "@/server/testing/contract/world";
import { draftSpend } from "./draft-spend";

const REWARDS = 1_234_567n;
const TERMS = { ...poolIn(IDLE, undefined, TRACED, REWARDS), validFromSlot: null };
const UNSIGNED = /has_signed\(key.*\? False/;

function updateOf(change: Change, text = textOf(change)): UpdateSettingsRedeemer {
  const approvals = [0, 1].map((i) => approvalOf(i, text));
  return { kind: "updateSettings", settings: SETTINGS, change, approvals };
}

function draftOf(change: Change) {
  const signatories = change.kind === "setOperator" ? [change.operator] : [];
  return draftSpend(TERMS, { redeemer: updateOf(change), signatories })(MUTANT_FEE);
}

/** Another change than the approvers signed, into the state that would follow. */
function changedTo(signed: Change, change: Change): Mutation {
  const settingsHash = hashSettings(changedSettings(SETTINGS, change));
  const operator = change.kind === "setOperator" ? change.operator : IDLE.operator;
  const maxFeeLovelace = change.kind === "setMaxFee" ? change.maxFeeLovelace : IDLE.maxFeeLovelace;
  const datum = { ...IDLE, settingsHash, operator, maxFeeLovelace, nonce: IDLE.nonce + 1 };
  return (draft) => withAct(updateOf(change, textOf(signed)))(withDatum(datum)(draft));
}

describe.each(CHANGES.map(({ valid, others }) => [valid.kind, valid, others] as const))(
  "an UpdateSettings, %s,",
  (_, change, others) => {
    const valid = draftOf(change);
    const after = decodeDatum(valid.outputs[0]?.inlineDatum ?? "");

    it("is accepted as it should be", () => expectAccepted(valid));

    it.each(others.map((other) => [JSON.stringify(other, (_key, v) => (typeof v === "bigint" ? `${v}` : v)), other]))(
      "to other terms than signed is refused: %s",
      (_name, other) => expectRefused(changedTo(change, other as Change)(valid), UNSIGNED),
    );

    it("that leaves the terms as they were is refused", () => {
      const { settingsHash, operator, maxFeeLovelace } = IDLE;
      const kept = withDatum({ ...after, settingsHash, operator, maxFeeLovelace });
      expectRefused(kept(valid), WRONG_DATUM);
    });

    it("with the nonce as it was is refused", () =>
      expectRefused(withDatum({ ...after, nonce: IDLE.nonce })(valid), WRONG_DATUM));

    it("while a plan is being paid is refused", () =>
      expectRefused(withPoolDatum(payingPool(slotToMs(SLOTS, START_SLOT + 600)))(valid), /expect Idle/));
  },
);

const ADD = WITH_CONSENT.addApprover;
const TEXT = textOf(ADD);
const UPDATE = updateOf(ADD);
const VALID = draftOf(ADD);
const withApprovals = (...approvals: readonly Approval[]) => withAct({ ...UPDATE, approvals });
const consentOf = (change: typeof ADD | typeof WITH_CONSENT.setOracle, key = NEWCOMER, text = textOf(change)) => ({
  ...change,
  consent: signRaw(key, text),
});

const mutants: Mutant[] = [
  ...datumMutants(decodeDatum(VALID.outputs[0]?.inlineDatum ?? "")),
  ...poolOutputMutants,
  ...lonelyMutants(UPDATE),
  ...bodyMutants,
  ...governorMutants(REWARDS),
  ...approvalMutants(TEXT, withApprovals),
  noApprovals(withApprovals),
  [
    "a newcomer who has not consented",
    withAct(updateOf(consentOf(ADD, STRANGER))),
    /has_signed\(key, consent, text\) \? False/,
  ],
  [
    "a newcomer who consented to another threshold",
    withAct(updateOf(consentOf(ADD, NEWCOMER, TEXT.replace("threshold 3", "threshold 1")))),
    /has_signed\(key, consent, text\) \? False/,
  ],
  [
    "other settings than the pool's",
    withAct({ ...UPDATE, settings: { ...SETTINGS, threshold: 1 } }),
    /settings_hash\(settings\) == datum\.settings \? False/,
  ],
  [
    "settings changed besides",
    withDatum({
      ...IDLE,
      nonce: IDLE.nonce + 1,
      settingsHash: hashSettings({
        ...changedSettings(SETTINGS, ADD),
        treasury: { kind: "key", hash: STRANGER.hash },
      }),
    }),
    WRONG_DATUM,
  ],
  ["a fee above 10 ADA", feeOf(10_000_001n), /tx\.fee <= max_fee \? False/],
];

describe("an UpdateSettings", () => {
  it.each(mutants)("with %s is refused", (_, mutate, reason) => expectRefused(mutate(VALID), reason));

  it("to an oracle who has not consented is refused", () => {
    const change = WITH_CONSENT.setOracle;
    const unsigned = withAct(updateOf(consentOf(change, STRANGER)));
    expectRefused(unsigned(draftOf(change)), /has_signed\(key, consent, text\) \? False/);
  });

  it("to an operator who does not sign is refused, whoever else does", () => {
    const draft = draftOf({ kind: "setOperator", operator: STRANGER.hash });
    expectRefused({ ...draft, signatories: [] }, /is_signed_by\(tx, operator\) \? False/);
    expectRefused({ ...draft, signatories: [OPERATOR.hash] }, /is_signed_by\(tx, operator\) \? False/);
  });

  it("may cost 10 ADA, so that a max_fee too low can be mended", () => {
    const change: Change = { kind: "setMaxFee", maxFeeLovelace: 10_000_000n };
    expectAccepted(feeOf(10_000_000n)(draftOf(change)));
  });
});
