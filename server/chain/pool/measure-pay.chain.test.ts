import { beforeAll, describe, expect, it, vi } from "vitest";
import { slotToMs } from "@/server/domain/cardano/slot-clock";
import { baseAddress } from "@/server/testing/contract/keys";
import { accept, deploy, START_SLOT, somePayouts, type World } from "@/server/testing/contract/pool-fixture";
import { KEYS, PRIZE_ASSET, SETTINGS } from "@/server/testing/contract/pool-terms";
import { signedPlan } from "@/server/testing/contract/signed-plans";
import { CHAIN_TERMS, SLOTS, sign, submit } from "@/server/testing/contract/world";
import { buildCommit } from "./build-commit";
import { buildPay } from "./build-pay";
import { type MeasureTerms, measurePay } from "./measure-pay";
import { packBatches } from "./pack-batches";

describe("choosing batches", () => {
  let world: World;
  let terms: MeasureTerms;
  beforeAll(() => {
    world = deploy();
    const { ledger: _, funding: __, ...rest } = world;
    const deadlineMs = slotToMs(SLOTS, START_SLOT + 1_800);
    terms = { ...rest, chain: CHAIN_TERMS, settings: SETTINGS, deadlineMs };
  });

  it("plans 238 base addresses with 128 bytes to spare", () => {
    const measured = measurePay(terms, somePayouts(238));
    expect(measured).toMatchObject({ fits: true });
    if (measured.fits) expect(measured.spareBytes).toBeGreaterThanOrEqual(128);
  });

  it("pays 240 base addresses in one transaction that the ledger takes, of exactly the size foreseen", () => {
    const payouts = somePayouts(240);
    world.ledger.setSlot(START_SLOT + 100);
    const spend = { ...terms, prizeAsset: PRIZE_ASSET, validUntilSlot: START_SLOT + 160 };
    const plan = signedPlan(world, [payouts, somePayouts(1, 900)]);
    const commit = buildCommit({ ...spend, validFromSlot: START_SLOT + 60 }, plan.redeemer);
    accept(world.ledger, sign(commit, KEYS));
    const [batch] = plan.batches;
    if (!batch) throw new Error("no batch");
    const pay = buildPay(
      { ...spend, pool: commit.nextPool, validFromSlot: null, validUntilSlot: START_SLOT + 900 },
      batch,
    );
    const signed = sign(pay, KEYS);
    expect(signed.length / 2).toBe(pay.signedSizeBytes);
    expect(submit(world.ledger, signed)).toMatchObject({ accepted: true });
  });

  it("pays 1,000 recipients in at most 5 batches, in their order", async () => {
    const payouts = somePayouts(1_000);
    const batches = (await packBatches(terms, payouts)).map((batch) => batch.payouts);
    expect(batches.length).toBeLessThanOrEqual(5);
    expect(batches.flat()).toEqual(payouts);
  });

  it("packs token payouts, which are larger", async () => {
    const batches = await packBatches(terms, somePayouts(200, 0, 25n));
    expect(batches.flatMap(({ payouts }) => payouts)).toHaveLength(200);
    for (const { payouts, feeLovelace } of batches) {
      expect(measurePay(terms, payouts)).toMatchObject({ fits: true, feeLovelace });
    }
  });

  it("takes no memory of CML's that it does not give back", () => {
    const payouts = somePayouts(200);
    measurePay(terms, payouts);
    // CML registers each object that it makes, and takes it off the register when it is freed.
    const made = vi.spyOn(FinalizationRegistry.prototype, "register");
    const freed = vi.spyOn(FinalizationRegistry.prototype, "unregister");
    measurePay(terms, payouts);
    expect(made.mock.calls.length).toBeGreaterThan(1_000);
    expect(freed).toHaveBeenCalledTimes(made.mock.calls.length);
    vi.restoreAllMocks();
  });

  it("refuses a batch that is too large, naming the bytes", () => {
    const measured = measurePay(terms, somePayouts(260));
    expect(measured).toMatchObject({ fits: false });
    if (!measured.fits) expect(measured.problems.join()).toMatch(/bytes/);
  });

  it("names a recipient under the ledger's minimum, and one that is a script", () => {
    const dust = { address: baseAddress(1), lovelace: 900_000n, tokens: 0n };
    const own = { address: world.script.address, lovelace: 5_000_000n, tokens: 0n };
    expect(measurePay(terms, [dust])).toEqual({ fits: false, problems: [expect.stringContaining("969750")] });
    expect(measurePay(terms, [own])).toEqual({
      fits: false,
      problems: [expect.stringContaining("pool's own")],
    });
  });
});
