import { describe, expect, it } from "vitest";
import { slotToMs } from "@/server/domain/cardano/slot-clock";
import type { CommitRedeemer } from "@/server/domain/contract/acts";
import { decodeDatum, encodeDatum } from "@/server/domain/contract/datum";
import { commitText, planOf } from "@/server/domain/contract/plan-text";
import type { PoolDatum, Settings } from "@/server/domain/contract/types";
import { signCip8, signRaw } from "@/server/testing/contract/keys";
import { MUTANT_FEE, type Mutation, reasonOf, tryDraft } from "@/server/testing/contract/mutant";
import { IDLE, poolIn, TODAY, TRACED } from "@/server/testing/contract/mutant-pool";
import { withAct, withDatum, withOutput } from "@/server/testing/contract/mutations";
import { START_SLOT, somePayouts } from "@/server/testing/contract/pool-fixture";
import { approver, OPERATOR, ORACLE, SETTINGS, STRANGER } from "@/server/testing/contract/pool-terms";
import { signedPlan } from "@/server/testing/contract/signed-plans";
import { SLOTS } from "@/server/testing/contract/world";
import type { TransactionDraft } from "../transaction/draft";
import { draftSpend } from "./draft-spend";

const BATCHES = [somePayouts(4), somePayouts(2, 4, 7n)];
const TERMS = poolIn(IDLE);
const PLAN = signedPlan(TERMS, BATCHES).redeemer;
const VALID = draftSpend(TERMS, { redeemer: PLAN, signatories: [OPERATOR.hash] })(MUTANT_FEE);
const AFTER = decodeDatum(VALID.outputs[0]?.inlineDatum ?? "");
const UPPER_MS = slotToMs(SLOTS, TERMS.validUntilSlot);

/** The redeemer altered after it was signed; the datum follows it, so that only signatures and limits object. */
const altered = (change: Partial<CommitRedeemer>): Mutation => {
  const redeemer = { ...PLAN, ...change };
  return (draft) => withDatum(datumOf(redeemer))(withAct(redeemer)(draft));
};
/** Another plan, properly signed. */
const signedAnew = (change: Partial<CommitRedeemer>): Mutation => altered(signedPlan(TERMS, BATCHES, change).redeemer);
const withApprovals = (...approvals: CommitRedeemer["approvals"]) => altered({ approvals });

/** The pool as if its last Commit had been then. No signature covers that. */
function paidAt(lastPayoutMs: number): Mutation {
  const inlineDatum = encodeDatum({ ...IDLE, lastPayoutMs });
  return (draft) => ({ ...draft, inputs: draft.inputs.map((input) => ({ ...input, inlineDatum })) });
}

function datumOf(redeemer: CommitRedeemer): PoolDatum {
  const { day, total, outputs, deadlineMs, firstCommitment } = redeemer;
  return {
    ...AFTER,
    plan: planOf(redeemer, IDLE, TRACED.policyId),
    lastDay: day,
    status: { kind: "paying", commitment: firstCommitment, remaining: total, outputs, deadlineMs },
  };
}

const AGREEMENT = commitText("approve", PLAN, planOf(PLAN, IDLE, TRACED.policyId));
const raw = (index: number, text = AGREEMENT) => ({ index, envelope: signRaw(approver(index), text) });
const [FIRST = raw(0), SECOND = raw(2)] = PLAN.approvals;
const elsewhere = (change: { settings?: Settings; datum?: PoolDatum; policyId?: string }) =>
  commitText(
    "approve",
    PLAN,
    planOf(
      { ...PLAN, settings: change.settings ?? SETTINGS },
      change.datum ?? IDLE,
      change.policyId ?? TRACED.policyId,
    ),
  );

const mutants: [string, Mutation, RegExp][] = [
  ["one approval", withApprovals(FIRST), /valid >= settings.threshold \? False/],
  ["no approval", withApprovals(), /valid >= settings.threshold \? False/],
  ["the same approver twice", withApprovals(FIRST, FIRST), /index >= position \? False/],
  ["the approvals in the wrong order", withApprovals(SECOND, FIRST), /index >= position \? False/],
  ["an approver who does not exist", withApprovals(FIRST, { ...SECOND, index: 7 }), /expect \[/],
  ["a negative index", withApprovals({ ...FIRST, index: -1 }, SECOND), /index >= position \? False/],
  ["a signature of another approver", withApprovals(FIRST, { ...SECOND, index: 1 }), /has_signed\(key.*\? False/],
  [
    "a good quorum and one bad signature",
    withApprovals(FIRST, SECOND, raw(3, "x".repeat(99))),
    /has_signed\(key.*\? False/,
  ],
  [
    "approvals of the oracle's text",
    withApprovals(raw(0, AGREEMENT.replace("approve", "propose")), raw(1)),
    /has_signed\(key.*\? False/,
  ],
  [
    "approvals of another network",
    withApprovals(raw(0, AGREEMENT.replace("devnet", "preprod")), raw(1)),
    /has_signed\(key.*\? False/,
  ],
  [
    "approvals of another pool",
    withApprovals(raw(0, elsewhere({ policyId: "11".repeat(28) })), raw(1)),
    /has_signed\(key.*\? False/,
  ],
  [
    "approvals of before a Cancel",
    withApprovals(raw(0, elsewhere({ datum: { ...IDLE, nonce: 2 } })), raw(1)),
    /has_signed\(key.*\? False/,
  ],
  [
    "approvals of another past",
    withApprovals(raw(0, elsewhere({ datum: { ...IDLE, plan: "55".repeat(32) } })), raw(1)),
    /has_signed\(key.*\? False/,
  ],
  [
    "approvals of another rest",
    withApprovals(
      raw(
        0,
        elsewhere({
          datum: {
            ...IDLE,
            status: { kind: "idle", left: "66".repeat(32), remaining: PLAN.total, outputs: 1 },
          },
        }),
      ),
      raw(1),
    ),
    /has_signed\(key.*\? False/,
  ],
  [
    "a hashed payload",
    withApprovals({ index: 0, envelope: signCip8(approver(0), AGREEMENT.slice(0, 28)) }, raw(1)),
    /has_signed\(key.*\? False/,
  ],
  [
    "a protected header too short",
    withApprovals({ index: 0, envelope: signCip8(approver(0), AGREEMENT, "aa".repeat(23)) }, raw(1)),
    /length >= 24 \? False/,
  ],
  [
    "a protected header too long",
    withApprovals({ index: 0, envelope: signCip8(approver(0), AGREEMENT, "aa".repeat(256)) }, raw(1)),
    /length <= 255 \? False/,
  ],
  [
    "a proposal of somebody else",
    altered({ oracleSignature: signRaw(STRANGER, AGREEMENT.replace("approve", "propose")).signature }),
    /has_signed\(.*\? False/,
  ],
  [
    "a proposal of the approvers' text",
    altered({ oracleSignature: signRaw(ORACLE, AGREEMENT).signature }),
    /has_signed\(.*\? False/,
  ],
  ["another day than signed", altered({ day: PLAN.day - 1 }), /day > datum.last_day \? False/],
  ["another first batch than signed", altered({ firstCommitment: "12".repeat(32) }), /has_signed\(.*\? False/],
  ["another report than signed", altered({ reportHash: "12".repeat(32) }), /has_signed\(.*\? False/],
  [
    "another total than signed",
    altered({ total: { lovelace: PLAN.total.lovelace + 1n, tokens: 14n } }),
    /has_signed\(.*\? False/,
  ],
  ["other tokens than signed", altered({ total: { ...PLAN.total, tokens: 15n } }), /has_signed\(.*\? False/],
  ["another count than signed", altered({ outputs: PLAN.outputs + 1 }), /has_signed\(.*\? False/],
  ["other batches than signed", altered({ batches: 1 }), /has_signed\(.*\? False/],
  ["another deadline than signed", altered({ deadlineMs: PLAN.deadlineMs + 1 }), /has_signed\(.*\? False/],
  [
    "other settings than the pool's",
    altered({ settings: { ...SETTINGS, threshold: 1 } }),
    /settings_hash\(settings\) == datum.settings \? False/,
  ],
  ["a day committed before", signedAnew({ day: IDLE.lastDay }), /day > datum.last_day \? False/],
  ["a day not over", signedAnew({ day: TODAY }), /<= lower \? False/],
  [
    "lovelace over the limit",
    signedAnew({ total: { lovelace: 5_000_000_001n, tokens: 0n } }),
    /total.lovelace <= limit.lovelace \? False/,
  ],
  [
    "tokens over the limit",
    signedAnew({ total: { lovelace: 5n, tokens: 1_000_001n } }),
    /total.tokens <= limit.tokens \? False/,
  ],
  ["no lovelace", signedAnew({ total: { lovelace: 0n, tokens: 5n } }), /total.lovelace > 0 \? False/],
  ["no batches", signedAnew({ batches: 0 }), /batches >= 1 \? False/],
  ["more batches than outputs", signedAnew({ batches: 7 }), /outputs >= batches \? False/],
  ["a short commitment", signedAnew({ firstCommitment: "12".repeat(31) }), /c1\) == 32 \? False/],
  ["a short report hash", signedAnew({ reportHash: "12".repeat(31) }), /report\) == 32 \? False/],
  ["a deadline too soon", signedAnew({ deadlineMs: UPPER_MS + 29_999 }), /min_window_ms <= deadline \? False/],
  ["a deadline too late", signedAnew({ deadlineMs: UPPER_MS + 4_000_000 }), /max_window_ms \? False/],
  ["more than the pool can keep", signedAnew({ batches: 3_000, outputs: 3_000 }), /held.lovelace >= needed \? False/],
  ["nobody's signature", (draft) => ({ ...draft, signatories: [] }), /is_signed_by.*\? False/],
  ["no lower bound", (draft) => ({ ...draft, validFromSlot: null }), /expect Finite\(lower\)/],
  ["no upper bound", (draft) => ({ ...draft, isWithoutUpperBound: true }), /expect Finite\(upper\)/],
  [
    "bounds an hour apart",
    (draft) => ({ ...draft, validUntilSlot: START_SLOT - 20 + 3_600 }),
    /upper - lower < hour_ms \? False/,
  ],
  ["a pool that paid within min_gap", paidAt(slotToMs(SLOTS, START_SLOT - 39)), /min_gap_ms \? False/],
  [
    "another upper bound than its datum says",
    (draft) => ({ ...draft, validUntilSlot: TERMS.validUntilSlot + 1 }),
    /InlineDatum.*\? False/,
  ],
  ["an output besides the pool", (draft) => payAside(draft), /expect \[pool_out\] = tx.outputs/],
  [
    "the pool at another address",
    withOutput(0, () => ({ address: STRANGER.address })),
    /address == pool_in.address \? False/,
  ],
  ["another operator in the datum", withDatum({ ...AFTER, operator: STRANGER.hash }), /InlineDatum.*\? False/],
  ["other settings in the datum", withDatum({ ...AFTER, settingsHash: "00".repeat(32) }), /InlineDatum.*\? False/],
  ["another nonce in the datum", withDatum({ ...AFTER, nonce: 4 }), /InlineDatum.*\? False/],
  ["an earlier last payout in the datum", withDatum({ ...AFTER, lastPayoutMs: UPPER_MS - 1 }), /InlineDatum.*\? False/],
  ["the plan not stored", withDatum({ ...AFTER, plan: IDLE.plan }), /InlineDatum.*\? False/],
];

describe("a Commit", () => {
  it("is accepted as it should be", () => {
    expect(reasonOf(tryDraft(VALID)).trim()).toBe("");
    expect(tryDraft(VALID)).toMatchObject({ accepted: true });
  });

  it("is accepted with every approver", () => {
    const all = [0, 1, 2, 3].map((index) => raw(index));
    expect(tryDraft(withApprovals(...all)(VALID))).toMatchObject({ accepted: true });
  });

  it.each(mutants)("with %s is refused", (_, mutate, reason) => {
    const verdict = tryDraft(mutate(VALID));
    expect(verdict.accepted).toBe(false);
    expect(reasonOf(verdict)).toMatch(reason);
  });
});

function payAside(draft: TransactionDraft): TransactionDraft {
  const aside = {
    address: STRANGER.address,
    lovelace: 2_000_000n,
    assets: {},
    inlineDatum: null,
    referenceScript: null,
  };
  const poorer = withOutput(0, ({ lovelace }) => ({ lovelace: lovelace - aside.lovelace }))(draft);
  return { ...poorer, outputs: [...poorer.outputs, aside] };
}
