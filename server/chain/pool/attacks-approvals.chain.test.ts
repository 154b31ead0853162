import { ed25519 } from "@noble/curves/ed25519";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cancelText, changeText, closeText, depositText, withdrawText } from "@/server/domain/contract/act-text";
import type { Amount } from "@/server/domain/contract/amount";
import { judgeEnvelope } from "@/server/domain/contract/approval";
import { enrolmentText } from "@/server/domain/contract/approval-text";
import { commitText, planOf } from "@/server/domain/contract/plan-text";
import type { Approval } from "@/server/domain/contract/types";
import { approvalOf } from "@/server/testing/contract/approval-mutants";
import { depositDraft } from "@/server/testing/contract/deposit-draft";
import { signCip8 } from "@/server/testing/contract/keys";
import { MUTANT_FEE } from "@/server/testing/contract/mutant";
import { IDLE, poolIn, TODAY, TRACED } from "@/server/testing/contract/mutant-pool";
import { withAct, withPoolDatum } from "@/server/testing/contract/mutations";
import { START_SLOT, somePayouts } from "@/server/testing/contract/pool-fixture";
import { approver, OPERATOR, PRIZE_ASSET, SETTINGS } from "@/server/testing/contract/pool-terms";
import { signedPlan } from "@/server/testing/contract/signed-plans";
import { approvedBy, cancelDraft, cancelOf, cancelTextOf, POOL_TERMS } from "@/server/testing/contract/valid-drafts";
import { expectAccepted, expectRefused, verdicts } from "@/server/testing/contract/verdicts";
import { walletOutput } from "@/server/testing/contract/world";
import { signOddly } from "@/server/testing/domain/odd-signature";
import { draftSpend } from "./draft-spend";

const UNSIGNED = /has_signed\(key.*\? False/;
const CANCEL = cancelOf(IDLE);
const TEXT = cancelTextOf(IDLE);
const cancelBy = (...approvals: readonly Approval[]) => withAct({ ...CANCEL, approvals })(cancelDraft());
const replayed = (text: string) => expectRefused(cancelBy(...approvedBy(text)), UNSIGNED);

const TERMS = poolIn(IDLE);
const BATCHES = [somePayouts(2)];
const commitDraft = (terms = TERMS, plan = signedPlan(terms, BATCHES)) =>
  draftSpend(terms, { redeemer: plan.redeemer, signatories: [OPERATOR.hash] })(MUTANT_FEE);

describe("attacks on approvals", () => {
  it("duplicate signers: one approver counts as two", () => {
    const first = approvalOf(0, TEXT);
    expectRefused(cancelBy(first, first), /index >= position \? False/);
    const inCip8 = { index: 0, envelope: signCip8(approver(0), TEXT) };
    expectRefused(cancelBy(first, inCip8), /index >= position \? False/);
    expectRefused(cancelBy(first, { ...first, index: 1 }), UNSIGNED);
  });

  it("replay of an approval on another network", () => replayed(TEXT.replace("devnet", "mainnet")));

  it("replay of an approval on another pool", () =>
    replayed(cancelText({ network: "devnet", policyId: "11".repeat(28), plan: IDLE.plan, nonce: IDLE.nonce })));

  it("replay of an approval after the nonce moved", () => replayed(cancelTextOf({ ...IDLE, nonce: IDLE.nonce - 1 })));

  it("replay of an approval on another day", () => {
    const { redeemer } = signedPlan(TERMS, BATCHES);
    const again = withPoolDatum({ ...IDLE, lastDay: redeemer.day })(commitDraft());
    expectRefused(again, /day > datum\.last_day \? False/);
    // Nor does it help to call it another day's that could be committed.
    const behind = poolIn({ ...IDLE, lastDay: TODAY - 3 });
    const older = signedPlan(behind, BATCHES);
    expectAccepted(commitDraft(behind, older));
    const renamed = withAct({ ...older.redeemer, day: TODAY - 1 })(commitDraft(behind, older));
    expectRefused(renamed, /has_signed\([\s\S]*\? False/);
  });

  it("replay of an approval on another history", () => {
    const { redeemer } = signedPlan(TERMS, BATCHES);
    const elsewhere = poolIn({ ...IDLE, plan: "42".repeat(32) });
    expectRefused(withAct(redeemer)(commitDraft(elsewhere)), /has_signed\([\s\S]*\? False/);
  });

  it("one approval for two acts: of a plan as a Cancel, of a Cancel as a Close", () => {
    const { redeemer } = signedPlan(TERMS, BATCHES);
    replayed(commitText("approve", redeemer, planOf(redeemer, IDLE, TRACED.policyId)));
    replayed(closeText({ network: "devnet", policyId: TRACED.policyId, nonce: IDLE.nonce }));
  });

  it("signature that some libraries take: an approver adds a point of small order to R, so that the payout fails", () => {
    const { scalar } = ed25519.utils.getExtendedPublicKey(approver(1).secret);
    const message = utf8ToBytes(TEXT);
    const { signature } = signOddly(message, { secret: scalar, nonce: 7n, addToKey: 0, addToR: 1 });
    const odd = { kind: "raw", signature: bytesToHex(signature) } as const;
    // One machine alone would let it pass.
    const { scripts, otherScripts } = verdicts(cancelBy(approvalOf(0, TEXT), { index: 1, envelope: odd }));
    expect(scripts.accepted).toBe(true);
    expect(otherScripts).toMatchObject({ accepted: false, reason: expect.stringMatching(UNSIGNED) });
    expect(judgeEnvelope(approver(1).publicKey, odd, TEXT)).toBe("not-strict");
  });

  it("hashed payload of CIP-8: a login that someone signed is claimed to be an approval", () => {
    const login = signCip8(approver(1), TEXT.slice(0, 28));
    expectRefused(cancelBy(approvalOf(0, TEXT), { index: 1, envelope: login }), UNSIGNED);
  });

  it("framing of CIP-8: a header that runs into the text", () => {
    const first = approvalOf(0, TEXT);
    for (const length of [0, 1, 23, 256]) {
      const envelope = signCip8(approver(1), TEXT, "aa".repeat(length));
      expectRefused(cancelBy(first, { index: 1, envelope }), /length [<>]= \d+ \? False/);
    }
    for (const length of [24, 255])
      expectAccepted(cancelBy(first, { index: 1, envelope: signCip8(approver(1), TEXT, "aa".repeat(length)) }));
  });

  it("text ambiguity: no two acts have the same text", () => {
    const amount: fc.Arbitrary<Amount> = fc.record({
      lovelace: fc.bigInt(1n, 1_000n),
      tokens: fc.bigInt(0n, 12n),
    });
    const key = fc.constantFrom("ab".repeat(32), `${"ab".repeat(31)}00`);
    const act = { network: "devnet", policyId: TRACED.policyId };
    const nonce = fc.nat({ max: 20 });
    const consent = { kind: "raw", signature: "" } as const;
    const changes = fc.oneof(
      fc.record({
        kind: fc.constant("addApprover" as const),
        key,
        threshold: fc.nat(12),
        consent: fc.constant(consent),
      }),
      fc.record({ kind: fc.constant("dropApprover" as const), key, threshold: fc.nat(12) }),
      fc.record({ kind: fc.constant("setThreshold" as const), threshold: fc.nat(12) }),
      fc.record({ kind: fc.constant("setDailyLimit" as const), limit: amount }),
      fc.record({ kind: fc.constant("setMinDeposit" as const), minDeposit: amount }),
      fc.record({ kind: fc.constant("setReserve" as const), reserveLovelace: fc.bigInt(0n, 1_000n) }),
      fc.record({
        kind: fc.constant("setWindow" as const),
        minWindowMs: fc.nat(99),
        maxWindowMs: fc.nat(99),
      }),
      fc.record({ kind: fc.constant("setMinGap" as const), minGapMs: fc.nat(99) }),
    );
    const acts = fc.oneof(
      fc
        .tuple(nonce, amount)
        .map(([n, a]) => [`w${n}`, a, withdrawText({ ...act, nonce: n, amount: a, prizeAsset: PRIZE_ASSET })]),
      fc
        .tuple(nonce, amount)
        .map(([n, a]) => [`d${n}`, a, depositText({ ...act, nonce: n, amount: a, prizeAsset: PRIZE_ASSET })]),
      fc.tuple(nonce, key).map(([n, plan]) => [`c${n}`, plan, cancelText({ ...act, nonce: n, plan })]),
      nonce.map((n) => [`x${n}`, "", closeText({ ...act, nonce: n })]),
      fc
        .tuple(nonce, changes)
        .map(([n, change]) => [`u${n}`, change, changeText({ ...act, nonce: n, settings: SETTINGS, change })]),
      key.map((settingsHash) => ["e", settingsHash, enrolmentText({ ...act, role: "approver", settingsHash })]),
    );
    const show = (value: unknown) => JSON.stringify(value, (_, v) => (typeof v === "bigint" ? `${v}` : v));
    fc.assert(
      fc.property(acts, acts, ([kindA, a, textA], [kindB, b, textB]) => {
        expect(textA === textB).toBe(show([kindA, a]) === show([kindB, b]));
      }),
      { seed: 7, numRuns: 2_000 },
    );
  });

  it("choosing among signed plans: the second of two is void when the first is committed", () => {
    const first = signedPlan(TERMS, BATCHES);
    const second = signedPlan(TERMS, [somePayouts(3)]);
    expectAccepted(commitDraft(TERMS, first));
    expectAccepted(commitDraft(TERMS, second));
    const plan = planOf(first.redeemer, IDLE, TRACED.policyId);
    const after = poolIn({ ...IDLE, plan, lastDay: first.redeemer.day - 1 });
    expectRefused(withAct(second.redeemer)(commitDraft(after)), /has_signed\([\s\S]*\? False/);
  });

  it("unbounded validity range: who includes the transaction chooses the time", () => {
    const valid = commitDraft();
    expectRefused({ ...valid, validFromSlot: null }, /expect Finite\(lower\)/);
    expectRefused({ ...valid, isWithoutUpperBound: true }, /expect Finite\(upper\)/);
    expectRefused({ ...valid, validUntilSlot: START_SLOT + 3_600 }, /upper - lower < hour_ms \? False/);
    expectRefused({ ...valid, alter: (body) => body.set_ttl(1n << 40n) }, /hour_ms \? False|past|horizon/);
  });

  it("early payout: a day is committed before it is over", () => {
    const early = signedPlan(TERMS, BATCHES, { day: TODAY });
    const valid = commitDraft();
    expectRefused(withAct(early.redeemer)(valid), /<= lower \? False/);
  });

  it("standing approval: a Deposit's may be used again, and only ever adds", () => {
    const amount = { lovelace: 2_000_000n, tokens: 0n };
    const { network } = SETTINGS;
    const text = depositText({
      network,
      policyId: TRACED.policyId,
      nonce: IDLE.nonce,
      amount,
      prizeAsset: PRIZE_ASSET,
    });
    const act = { kind: "deposit", settings: SETTINGS, approvals: approvedBy(text) } as const;
    const wallet = walletOutput(OPERATOR, 50_000_000n);
    expectAccepted(depositDraft(POOL_TERMS, act, amount, wallet));
    const richer = { ...poolIn(IDLE, { lovelace: 9_002_000_000n, tokens: 5_000_000n }), validFromSlot: null };
    expectAccepted(depositDraft(richer, act, amount, wallet));
    const moved = { ...poolIn({ ...IDLE, nonce: IDLE.nonce + 1 }), validFromSlot: null };
    expectRefused(depositDraft(moved, act, amount, wallet), UNSIGNED);
  });
});
