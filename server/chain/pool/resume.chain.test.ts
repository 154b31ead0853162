import { describe, expect, it } from "vitest";
import { slotToMs } from "@/server/domain/cardano/slot-clock";
import { cancelText } from "@/server/domain/contract/act-text";
import type { ResumeRedeemer } from "@/server/domain/contract/acts";
import type { PoolState } from "@/server/domain/contract/read-pool";
import type { PoolDatum } from "@/server/domain/contract/types";
import { signRaw } from "@/server/testing/contract/keys";
import { MUTANT_FEE, type Mutation, reasonOf, tryDraft } from "@/server/testing/contract/mutant";
import { IDLE, poolIn } from "@/server/testing/contract/mutant-pool";
import { withAct, withDatum } from "@/server/testing/contract/mutations";
import { accept, deploy, START_SLOT, somePayouts } from "@/server/testing/contract/pool-fixture";
import { approver, KEYS, OPERATOR, PRIZE_ASSET, SETTINGS } from "@/server/testing/contract/pool-terms";
import { signedPlan, signedResume } from "@/server/testing/contract/signed-plans";
import { CHAIN_TERMS, SLOTS, sign } from "@/server/testing/contract/world";
import { buildCancel } from "./build-admin";
import { buildCommit, buildExpire, buildResume } from "./build-commit";
import { buildPay } from "./build-pay";
import { draftSpend } from "./draft-spend";

describe("a plan that misses its deadline", () => {
  it("expires, is resumed with fresh signatures, and cancelled plans pay nothing more", () => {
    const world = deploy();
    const { ledger, script, referenceScripts, rewardsLovelace, collateral } = world;
    const common = {
      script,
      prizeAsset: PRIZE_ASSET,
      referenceScripts,
      rewardsLovelace,
      collateral,
      chain: CHAIN_TERMS,
    };
    const at = (pool: PoolState, from: number | null, until: number) => ({
      ...common,
      pool,
      validFromSlot: from === null ? null : START_SLOT + from,
      validUntilSlot: START_SLOT + until,
    });
    const submit = <
      T extends { cbor: string; txHash: string; requiredSigners: readonly string[]; nextPool: PoolState },
    >(
      built: T,
    ) => {
      accept(ledger, sign(built, KEYS));
      return built.nextPool;
    };
    const plan = signedPlan(world, [somePayouts(2), somePayouts(2, 2), somePayouts(2, 4)]);
    const [first, second, third] = plan.batches;
    if (!first || !second || !third) throw new Error("three batches were wanted");
    ledger.setSlot(START_SLOT + 100);
    let pool = submit(buildCommit(at(world.pool, 60, 160), plan.redeemer));
    pool = submit(buildPay(at(pool, null, 900), first));

    expect(() => buildExpire(at(pool, 100, 1_900))).toThrow(/deadline, \d+, is not over/);
    ledger.setSlot(START_SLOT + 1_850);
    pool = submit(buildExpire(at(pool, 1_800, 1_900)));
    expect(pool.datum.status).toMatchObject({ kind: "idle", left: second.commitment, outputs: 4 });
    expect(() => buildPay(at(pool, null, 1_900), second)).toThrow(/no plan to pay/);

    pool = submit(buildResume(at(pool, 1_840, 1_900), signedResume(pool, { batches: 2 })));
    pool = submit(buildPay(at(pool, null, 1_950), second));

    const { network } = SETTINGS;
    const text = cancelText({ network, policyId: script.policyId, plan: pool.datum.plan, nonce: 0 });
    const approvals = [0, 1].map((index) => ({ index, envelope: signRaw(approver(index), text) }));
    pool = submit(buildCancel(at(pool, null, 1_950), { kind: "cancel", settings: SETTINGS, approvals }));
    expect(pool.datum).toMatchObject({
      nonce: 1,
      status: { kind: "idle", left: third.commitment, outputs: 2 },
    });
    expect(() => buildCancel(at(pool, null, 1_950), { kind: "cancel", settings: SETTINGS, approvals })).toThrow(
      /has not signed/,
    );
  });
});

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
const TERMS = poolIn(LEFT);
const RESUME = signedResume(TERMS.pool);
const VALID = draftSpend(TERMS, {
  redeemer: RESUME,
  signatories: [OPERATOR.hash],
})(MUTANT_FEE);
const UPPER_MS = slotToMs(SLOTS, TERMS.validUntilSlot);

/** Another Resume, properly signed, into the state that would follow it. */
const signedAnew = (change: Partial<ResumeRedeemer>): Mutation => {
  const redeemer = signedResume(TERMS.pool, change);
  const { left: commitment = "", remaining, outputs } = { left: "", ...LEFT.status };
  const status = { kind: "paying", commitment, remaining, outputs, deadlineMs: redeemer.deadlineMs } as const;
  return (draft) => withAct(redeemer)(withDatum({ ...LEFT, status })(draft));
};

describe("a Resume", () => {
  it("is accepted as it should be", () => {
    expect(reasonOf(tryDraft(VALID)).trim()).toBe("");
  });

  it.each<[string, Mutation, RegExp]>([
    ["no batches", signedAnew({ batches: 0 }), /batches >= 1 \? False/],
    ["more batches than outputs", signedAnew({ batches: 3 }), /outputs >= batches \? False/],
    ["a deadline too soon", signedAnew({ deadlineMs: UPPER_MS + 29_999 }), /min_window_ms <= deadline \? False/],
    ["a deadline too late", signedAnew({ deadlineMs: UPPER_MS + 4_000_000 }), /max_window_ms \? False/],
    ["nobody's signature", (draft) => ({ ...draft, signatories: [] }), /is_signed_by.*\? False/],
    ["a new last payout", withDatum({ ...LEFT, lastPayoutMs: UPPER_MS }), /InlineDatum.*\? False/],
  ])("with %s is refused", (_, mutate, reason) => {
    const verdict = tryDraft(mutate(VALID));
    expect(verdict.accepted).toBe(false);
    expect(reasonOf(verdict)).toMatch(reason);
  });

  it("that the pool cannot fund is refused", () => {
    const poor = poolIn(LEFT, { lovelace: 6_000_000n + 3n * 3_000_000n + 5_000_000n, tokens: 4n });
    const redeemer = signedResume(poor.pool);
    const parts = { redeemer, signatories: [OPERATOR.hash], maxFeeLovelace: MUTANT_FEE };
    expect(() => draftSpend(poor, parts)(MUTANT_FEE)).toThrow(/the plan needs 20000000/);
    const draft = VALID;
    const [pool] = draft.outputs;
    if (!pool) throw new Error("a pool was wanted");
    const held = { lovelace: poor.pool.held.lovelace - MUTANT_FEE, assets: poor.pool.output.assets };
    const input = { ...draft.inputs[0], ...poor.pool.output, ref: TERMS.pool.output.ref };
    const verdict = tryDraft({ ...draft, inputs: [input], outputs: [{ ...pool, ...held }] });
    expect(reasonOf(verdict)).toMatch(/held.lovelace >= needed \? False/);
  });
});
