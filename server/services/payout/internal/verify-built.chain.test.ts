import { expect, it } from "vitest";
import { buildPay } from "@/server/chain/pool/build-pay";
import { slotToMs } from "@/server/domain/cardano/slot-clock";
import { commitBatches } from "@/server/domain/contract/commitment";
import { payRedeemer } from "@/server/domain/contract/redeemer";
import { IDLE, poolIn, SHIPPED } from "@/server/testing/contract/mutant-pool";
import { START_SLOT, somePayouts } from "@/server/testing/contract/pool-fixture";
import { KEYS, PRIZE_ASSET, STRANGER } from "@/server/testing/contract/pool-terms";
import { SLOTS, sign } from "@/server/testing/contract/world";
import { ServiceError } from "../../errors";
import { type Built, verifyBuilt, verifySigned } from "./verify-built";

const [BATCH] = commitBatches([somePayouts(3, 0, 5n)], PRIZE_ASSET);
if (!BATCH) throw new Error("there is no batch");
const STATUS = {
  kind: "paying",
  commitment: BATCH.commitment,
  remaining: BATCH.total,
  outputs: 3,
  deadlineMs: slotToMs(SLOTS, START_SLOT + 600),
} as const;
const TERMS = { ...poolIn({ ...IDLE, status: STATUS }, undefined, SHIPPED), validFromSlot: null };
const SPEND = buildPay(TERMS, BATCH);
const BUILT: Built = {
  spend: SPEND,
  input: TERMS.pool,
  terms: TERMS,
  redeemer: payRedeemer(BATCH),
  payouts: BATCH.payouts,
  nowSlot: START_SLOT,
};
const SIGNED = sign(SPEND, KEYS);

it("passes what was built, and what was signed", async () => {
  expect(() => verifyBuilt(BUILT)).not.toThrow();
  await verifySigned(BUILT, SIGNED);
});

const { nextPool } = SPEND;
const richer = { ...nextPool, output: { ...nextPool.output, lovelace: nextPool.output.lovelace + 1n } };
const poorer = { ...nextPool, output: { ...nextPool.output, assets: {} } };

it.each<[string, Partial<Built>, RegExp]>([
  ["is for another id", { spend: { ...SPEND, txHash: "00".repeat(32) } }, /is not what was approved, so it is neither/],
  ["is over", { nowSlot: SPEND.validUntilSlot }, /it can land before slot \d+, and that is over/],
  ["pays nobody whom it should", { payouts: [] }, /the Pay names 3 of 0 payouts/],
  ["is recorded with another fee", { spend: { ...SPEND, feeLovelace: 1n } }, /its fee is \d+, not 1$/],
  ["is recorded with another end", { spend: { ...SPEND, validUntilSlot: 1 } }, /it can land until slot \d+, not 1$/],
  ["is recorded with another pool", { spend: { ...SPEND, nextPool: richer } }, /is not the recorded one$/],
  ["is recorded with a pool without its token", { spend: { ...SPEND, nextPool: poorer } }, /is not the recorded one$/],
])("stops what %s before it is signed, with a readable message", (_, change, words) => {
  expect(() => verifyBuilt({ ...BUILT, ...change })).toThrow(ServiceError);
  expect(() => verifyBuilt({ ...BUILT, ...change })).toThrow(words);
});

it("stops what is not signed by the operator, or what the ledger would refuse", async () => {
  const gone = { ...TERMS, collateral: { ...TERMS.collateral, address: STRANGER.address } };
  await expect(verifySigned(BUILT, SPEND.cbor)).rejects.toThrow(/the signature of \w+ is missing/);
  await expect(verifySigned({ ...BUILT, terms: gone }, SIGNED)).rejects.toThrow(ServiceError);
});
