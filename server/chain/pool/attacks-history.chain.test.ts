import { describe, expect, it } from "vitest";
import type { CommitRedeemer } from "@/server/domain/contract/acts";
import type { CommittedBatch } from "@/server/domain/contract/commitment";
import type { PoolState } from "@/server/domain/contract/read-pool";
import { MUTANT_FEE } from "@/server/testing/contract/mutant";
import { IDLE, poolIn } from "@/server/testing/contract/mutant-pool";
import { withAct, withPoolDatum } from "@/server/testing/contract/mutations";
import { accept, consents, deploy, START_SLOT, somePayouts, type World } from "@/server/testing/contract/pool-fixture";
import { KEYS, OPERATOR, PRIZE_ASSET, SETTINGS } from "@/server/testing/contract/pool-terms";
import { signedPlan } from "@/server/testing/contract/signed-plans";
import { approvedBy, cancelOf, cancelTextOf, PAYING, payDraft } from "@/server/testing/contract/valid-drafts";
import { expectRefused } from "@/server/testing/contract/verdicts";
import { CHAIN_TERMS, type Ledger, sign, submit, walletOutput } from "@/server/testing/contract/world";
import { buildCancel } from "./build-admin";
import { buildCommit, buildExpire } from "./build-commit";
import { buildDeposit } from "./build-deposit";
import { buildInit } from "./build-init";
import { buildPay } from "./build-pay";
import { draftSpend } from "./draft-spend";

/* Attacks that take more than one transaction, on a live ledger. */

function termsOf(world: World, pool: PoolState, from: number | null, until: number) {
  const { script, referenceScripts, rewardsLovelace, collateral } = world;
  const validFromSlot = from === null ? null : START_SLOT + from;
  return {
    script,
    prizeAsset: PRIZE_ASSET,
    referenceScripts,
    rewardsLovelace,
    collateral,
    chain: CHAIN_TERMS,
    pool,
    validFromSlot,
    validUntilSlot: START_SLOT + until,
  };
}

type Built = { cbor: string; txHash: string; requiredSigners: readonly string[]; nextPool: PoolState };

function land(ledger: Ledger, built: Built): PoolState {
  accept(ledger, sign(built, KEYS));
  return built.nextPool;
}

/** A day committed, in a world where nothing happened before. */
function committed(batches = [somePayouts(2), somePayouts(2, 2)]) {
  const world = deploy();
  const plan = signedPlan(world, batches);
  world.ledger.setSlot(START_SLOT + 100);
  const pool = land(world.ledger, buildCommit(termsOf(world, world.pool, 60, 160), plan.redeemer));
  return { world, pool, plan };
}

function pay(world: World, pool: PoolState, batch: CommittedBatch | undefined): Built {
  if (!batch) throw new Error("a batch was wanted");
  return buildPay(termsOf(world, pool, null, 900), batch);
}

describe("attacks over several transactions", () => {
  it("second pool by replaying init: the seed is spent", () => {
    const world = deploy();
    const { script } = world;
    const seed = { ...walletOutput(OPERATOR, 10_000_000n), ref: script.seed };
    const init = buildInit({
      ...consents(SETTINGS, script),
      script,
      chain: CHAIN_TERMS,
      changeAddress: OPERATOR.address,
      validUntilSlot: START_SLOT + 600,
      funding: world.funding,
      terms: { settings: SETTINGS, operator: OPERATOR.hash, maxFeeLovelace: 3_000_000n },
      referenceScripts: world.referenceScripts,
      rewardsLovelace: 0n,
      collateral: world.collateral,
      seed,
      deposit: { lovelace: 900_000_000n, tokens: 0n },
      validFromSlot: START_SLOT - 30,
    });
    const verdict = submit(world.ledger, sign(init, KEYS));
    expect(verdict).toMatchObject({ accepted: false, error: expect.stringMatching(/[Ii]nput/) });
  });

  it("double payment: a batch that was paid is paid again on the pool that goes on", () => {
    const { world, pool, plan } = committed();
    const first = pay(world, pool, plan.batches[0]);
    const next = land(world.ledger, first);
    expect(submit(world.ledger, sign(first, KEYS)).accepted).toBe(false);
    expect(() => pay(world, next, plan.batches[0])).toThrow(/not the one that the pool is committed to/);
    // The same to the script itself, whatever our own builder says.
    const again = withPoolDatum({
      ...PAYING,
      status: { ...PAYING.status, commitment: "12".repeat(32) } as typeof PAYING.status,
    });
    expectRefused(again(payDraft()), /commitment\(.*\? False/);
  });

  it("out of order: the second batch before the first", () => {
    const { world, pool, plan } = committed();
    expect(() => pay(world, pool, plan.batches[1])).toThrow(/not the one that the pool is committed to/);
    land(world.ledger, pay(world, land(world.ledger, pay(world, pool, plan.batches[0])), plan.batches[1]));
  });

  // The contract cannot count what is behind a hash: only who signs can (server/signing/batch-count.test.ts).
  it("fees that nobody funded: a plan of four batches is committed as one", () => {
    const world = deploy();
    const four = [0, 1, 2, 3].map((from) => somePayouts(1, from));
    const terms = termsOf(world, world.pool, 60, 160);
    world.ledger.setSlot(START_SLOT + 100);
    // Nobody but who signs can say another number.
    const { redeemer } = signedPlan(world, four);
    expect(() => buildCommit(terms, { ...redeemer, batches: 1 })).toThrow(/the contract/);
    const signed = signedPlan(world, four, { batches: 1 });
    let pool = land(world.ledger, buildCommit(terms, signed.redeemer));
    for (const batch of signed.batches) pool = land(world.ledger, pay(world, pool, batch));
    expect(pool.datum.status).toMatchObject({ kind: "idle", left: "" });
  });

  it("cross-day double payment by rollback: a batch believed unpaid is carried into the next day", () => {
    const { world, pool, plan } = committed();
    const afterFirst = land(world.ledger, pay(world, pool, plan.batches[0]));
    // Two chains: on one the second batch expires, on the other it was paid after all.
    const other = world.ledger.snapshot();
    const paid = land(other, pay(world, afterFirst, plan.batches[1]));
    world.ledger.setSlot(START_SLOT + 1_850);
    const expired = land(world.ledger, buildExpire(termsOf(world, afterFirst, 1_800, 1_900)));
    const carried = [plan.batches[1]?.payouts ?? []];
    const later = { day: plan.redeemer.day + 1, deadlineMs: plan.redeemer.deadlineMs + 1_800_000 };
    const next = signedPlan({ ...world, pool: expired }, carried, later).redeemer;
    // Where the planner was right it pays; on the other chain the very same signatures are void.
    land(world.ledger, buildCommit(termsOf(world, expired, 1_840, 1_900), next));
    expect(() => buildCommit(termsOf(world, paid, 1_840, 1_900), next)).toThrow(/has not signed/);
    expectRefused(carriedTo(next), /has_signed\([\s\S]*\? False/);
  });

  it("operator churning the pool to dodge a Cancel: the signatures fit whatever output the pool is", () => {
    const { world, pool } = committed();
    const { script, ledger } = world;
    const text = cancelTextOf(pool.datum, script.policyId);
    const act = { kind: "cancel", settings: SETTINGS, approvals: approvedBy(text, [1, 3]) } as const;
    const stale = buildCancel(termsOf(world, pool, null, 900), act);
    let current = pool;
    let { funding } = world;
    for (let i = 0; i < 3; i += 1) {
      const deposit = buildDeposit(termsOf(world, current, null, 900), {
        settings: SETTINGS,
        amount: { lovelace: 2_000_000n, tokens: 0n },
        funding,
        changeAddress: OPERATOR.address,
        approvals: [],
      });
      current = land(ledger, deposit);
      const spent = funding.map(({ lovelace }) => lovelace).reduce((a, b) => a + b);
      const change = spent - 2_000_000n - deposit.feeLovelace;
      const [first] = funding;
      if (!first) throw new Error("the operator has no money");
      funding = [{ ...first, lovelace: change, ref: { txHash: deposit.txHash, index: 1 } }];
    }
    expect(submit(ledger, sign(stale, KEYS)).accepted).toBe(false);
    const stopped = land(ledger, buildCancel(termsOf(world, current, null, 900), act));
    expect(stopped.datum).toMatchObject({ nonce: 1, status: { kind: "idle" } });
    expect(stopped.held.lovelace).toBeGreaterThan(pool.held.lovelace);
  });

  it("poison output: a payout that no ledger takes stops its plan, and nothing more", () => {
    const [good] = somePayouts(1);
    if (!good) throw new Error("a payout was wanted");
    const { world, pool, plan } = committed([[good, { ...good, lovelace: 1n }], somePayouts(1, 5)]);
    expect(() => pay(world, pool, plan.batches[0])).toThrow(/the ledger takes no less than/);
    world.ledger.setSlot(START_SLOT + 1_850);
    const free = land(world.ledger, buildExpire(termsOf(world, pool, 1_800, 1_900)));
    const later = { day: plan.redeemer.day + 1, deadlineMs: plan.redeemer.deadlineMs + 1_800_000 };
    const healed = signedPlan({ ...world, pool: free }, [somePayouts(1, 5)], later);
    const going = land(world.ledger, buildCommit(termsOf(world, free, 1_840, 1_900), healed.redeemer));
    const [batch] = healed.batches;
    if (!batch) throw new Error("a batch was wanted");
    land(world.ledger, buildPay(termsOf(world, going, null, 1_950), batch));
  });

  it("frozen plan: the approvers stop what the oracle and the operator have begun", () => {
    const { world, pool, plan } = committed();
    const act = cancelOf(pool.datum, world.script.policyId);
    const stopped = land(world.ledger, buildCancel(termsOf(world, pool, null, 900), act));
    expect(() => pay(world, stopped, plan.batches[0])).toThrow(/no plan to pay/);
    expect(() => buildCancel(termsOf(world, stopped, null, 900), act)).toThrow(/has not signed/);
  });
});

/** The contract's own word on it: such a plan on a pool whose last plan was paid to its end. */
function carriedTo(redeemer: CommitRedeemer) {
  const terms = poolIn({ ...IDLE, plan: "33".repeat(32) });
  const own = signedPlan(terms, [somePayouts(1)]).redeemer;
  const valid = draftSpend(terms, { redeemer: own, signatories: [OPERATOR.hash] })(MUTANT_FEE);
  return withAct({ ...redeemer, day: own.day, deadlineMs: own.deadlineMs })(valid);
}
