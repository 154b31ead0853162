import { describe, expect, it } from "vitest";
import { payRedeemer } from "@/server/domain/contract/redeemer";
import { missingSigners, verifySpend } from "@/server/domain/contract/verify-transaction";
import { accept, deploy, START_SLOT, somePayouts } from "@/server/testing/contract/pool-fixture";
import { KEYS, OPERATOR, PRIZE_ASSET, SETTINGS } from "@/server/testing/contract/pool-terms";
import { signedPlan } from "@/server/testing/contract/signed-plans";
import { CHAIN_TERMS, sign } from "@/server/testing/contract/world";
import { buildCommit } from "./build-commit";
import { buildDeposit } from "./build-deposit";
import { buildPay } from "./build-pay";
import { expectedBasis } from "./spend-terms";

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
    const signatories = [OPERATOR.hash];
    const expected = {
      prizeAsset: PRIZE_ASSET,
      ...expectedBasis(common),
      signatories,
    };
    const expectedCommit = {
      ...expected,
      txHash: commit.txHash,
      pool: world.pool,
      redeemer: plan.redeemer,
      payouts: [],
    };
    expect(verifySpend(signedCommit, expectedCommit)).toEqual([]);
    accept(ledger, signedCommit);
    let pool = commit.nextPool;
    for (const batch of plan.batches) {
      const pay = buildPay({ ...common, pool, validFromSlot: null, validUntilSlot: START_SLOT + 900 }, batch);
      const redeemer = payRedeemer(batch);
      const signedPay = sign(pay, KEYS);
      expect(
        verifySpend(signedPay, { ...expected, txHash: pay.txHash, pool, redeemer, payouts: batch.payouts }),
      ).toEqual([]);
      expect(missingSigners(signedPay, pay.requiredSigners)).toEqual([]);
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
