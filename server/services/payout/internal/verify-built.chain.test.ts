import { expect, it } from "vitest";
import { buildPay } from "@/server/chain/pool/build-pay";
import { slotToMs } from "@/server/domain/cardano/slot-clock";
import { commitBatches } from "@/server/domain/contract/commitment";
import { payRedeemer } from "@/server/domain/contract/redeemer";
import { IDLE, poolIn, SHIPPED } from "@/server/testing/contract/mutant-pool";
import { START_SLOT, somePayouts } from "@/server/testing/contract/pool-fixture";
import { KEYS, PRIZE_ASSET, SETTINGS } from "@/server/testing/contract/pool-terms";
import { SLOTS, sign } from "@/server/testing/contract/world";
import { ServiceError } from "../../errors";
import { type Built, verifyBuilt } from "./verify-built";

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
  signed: sign(SPEND, KEYS),
  spend: SPEND,
  input: TERMS.pool,
  terms: TERMS,
  redeemer: payRedeemer(BATCH),
  payouts: BATCH.payouts,
  settings: SETTINGS,
  nowSlot: START_SLOT,
};

it("passes what was built and signed", async () => {
  await verifyBuilt(BUILT);
});

it.each<[string, Partial<Built>, RegExp]>([
  ["another plan", { spend: { ...SPEND, txHash: "00".repeat(32) } }, /is not what was approved, so it is neither/],
  ["an hour in the past", { nowSlot: SPEND.validUntilSlot }, /would be refused by the ledger, so it is neither/],
])("stops what is for %s, with a readable message", async (_, change, words) => {
  await expect(verifyBuilt({ ...BUILT, ...change })).rejects.toThrow(ServiceError);
  await expect(verifyBuilt({ ...BUILT, ...change })).rejects.toThrow(words);
});
