import { describe, expect, it } from "vitest";
import type { PoolState } from "@/server/domain/contract/read-pool";
import { payRedeemer } from "@/server/domain/contract/redeemer";
import { verifyTransaction } from "@/server/domain/verifier/verify";
import { runningOf } from "@/server/services/pool/what-is-expected";
import { accept, deploy, START_SLOT, somePayouts } from "@/server/testing/contract/pool-fixture";
import { KEYS, OPERATOR, PRIZE_ASSET, SETTINGS } from "@/server/testing/contract/pool-terms";
import { signedPlan } from "@/server/testing/contract/signed-plans";
import { CHAIN_TERMS, sign } from "@/server/testing/contract/world";
import { buildCommit } from "./build-commit";
import { buildDeposit } from "./build-deposit";
import { buildPay } from "./build-pay";

describe("a day on the ledger", () => {
  it("deploys, commits, pays every batch in a chain and takes a deposit", () => {
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
    const plan = signedPlan(world, [somePayouts(5), somePayouts(5, 5, 10n), somePayouts(3, 10)]);
    ledger.setSlot(START_SLOT + 100);
    const commit = buildCommit(
      { ...common, pool: world.pool, validFromSlot: START_SLOT + 60, validUntilSlot: START_SLOT + 160 },
      plan.redeemer,
    );
    const signedCommit = sign(commit, KEYS);
    const expected = (txHash: string, pool: PoolState) =>
      ({ kind: "spend", ...runningOf(common, txHash, START_SLOT + 100), pool: pool.output }) as const;
    const expectedCommit = { ...expected(commit.txHash, world.pool), redeemer: plan.redeemer, payouts: [] };
    expect(verifyTransaction(signedCommit, expectedCommit, { signed: true })).toEqual([]);
    accept(ledger, signedCommit);
    let pool = commit.nextPool;
    for (const batch of plan.batches) {
      const pay = buildPay({ ...common, pool, validFromSlot: null, validUntilSlot: START_SLOT + 900 }, batch);
      const redeemer = payRedeemer(batch);
      const signedPay = sign(pay, KEYS);
      const expectedPay = { ...expected(pay.txHash, pool), redeemer, payouts: batch.payouts };
      expect(verifyTransaction(signedPay, expectedPay, { signed: true })).toEqual([]);
      accept(ledger, signedPay);
      pool = pay.nextPool;
    }
    expect(pool.datum.status).toEqual({
      kind: "idle",
      left: "",
      remaining: { lovelace: 0n, tokens: 0n },
      outputs: 0,
    });
    const deposit = buildDeposit(
      { ...common, pool, validFromSlot: null, validUntilSlot: START_SLOT + 900 },
      {
        settings: SETTINGS,
        amount: { lovelace: 5_000_000n, tokens: 300n },
        funding: world.funding,
        changeAddress: OPERATOR.address,
        approvals: [],
      },
    );
    accept(ledger, sign(deposit, KEYS));
    expect(deposit.nextPool.held).toEqual({
      lovelace: pool.held.lovelace + 5_000_000n,
      tokens: pool.held.tokens + 300n,
    });
  });
});
