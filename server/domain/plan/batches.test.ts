import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  BYRON_ADDRESS,
  COINS_PER_BYTE,
  GAME_ADDRESS,
  hashOf,
  key,
  keyAddress,
  POOL_ADDRESS,
  POOL_SCRIPT,
  script,
  testRules,
} from "@/server/testing/domain/fixtures";
import { pointerAddress } from "@/server/testing/domain/random-snapshot";
import { addressKey, makeAddress } from "../cardano/address";
import { sum } from "../integers";
import { InvariantError } from "../invariant";
import type { RewardLine } from "../rewards/reward-line";
import { type PlanSettings, planBatches } from "./batches";

const settings: PlanSettings = {
  rules: testRules(),
  maximumOutputs: 3,
  poolScript: POOL_SCRIPT,
  reserved: [hashOf(90)],
  coinsPerUtxoByte: COINS_PER_BYTE,
};

function line(address: string, lovelace: bigint): RewardLine {
  const paid = lovelace > 0n;
  return {
    address,
    identity: `key:${hashOf(1)}`,
    quantity: 1n,
    openingLovelace: 0n,
    earnedLovelace: paid ? lovelace : 7n,
    payoutLovelace: lovelace,
    carriedLovelace: paid ? 0n : 7n,
    reason: paid ? "payable" : "below-minimum",
  };
}

const lines = fc.uniqueArray(
  fc.record({
    seed: fc.integer({ min: 1, max: 60 }),
    lovelace: fc.oneof(fc.constant(0n), fc.bigInt(2_000_000n, 2n ** 63n)),
  }),
  { selector: (row) => row.seed, minLength: 1, maxLength: 20 },
);

describe("planBatches", () => {
  it("pays every paid line once, in byte order, in batches as full as allowed", () => {
    fc.assert(
      fc.property(lines, fc.integer({ min: 1, max: 7 }), (rows, maximumOutputs) => {
        const given = rows.map((row) => line(keyAddress(row.seed), row.lovelace));
        const plan = planBatches(given, { ...settings, maximumOutputs });
        const paid = given.filter((row) => row.payoutLovelace > 0n);
        if (plan.kind !== "plan") {
          expect(plan.kind).toBe("nothing-payable");
          expect(paid).toEqual([]);
          return;
        }
        const outputs = plan.batches.flatMap((batch) => batch.outputs);
        expect(outputs.map((output) => addressKey(output.address))).toEqual(
          paid.map((row) => addressKey(row.address)).sort(),
        );
        expect(plan).toMatchObject({
          outputs: paid.length,
          totalLovelace: sum(paid.map((row) => row.payoutLovelace)),
        });
        expect(plan.batches.map((batch) => batch.index)).toEqual([...plan.batches.keys()]);
        for (const batch of plan.batches) {
          expect(batch.totalLovelace).toBe(sum(batch.outputs.map((output) => output.lovelace)));
          const full = batch.index < plan.batches.length - 1;
          if (full) expect(batch.outputs).toHaveLength(maximumOutputs);
        }
        expect(planBatches([...given].reverse(), { ...settings, maximumOutputs })).toEqual(plan);
      }),
    );
  });

  it.each([
    ["byron", BYRON_ADDRESS],
    ["pointer", pointerAddress(1)],
    ["script", makeAddress(0, script(1), null)],
    ["script-identity", makeAddress(0, key(1), script(1))],
    ["wrong-network", keyAddress(1, 2, 1)],
    ["pool-address", POOL_ADDRESS],
    ["reserved-address", keyAddress(90)],
    ["reserved-address", GAME_ADDRESS],
  ])("refuses the whole plan for a %s recipient", (reason, address) => {
    const plan = planBatches([line(keyAddress(1), 2_000_000n), line(address, 2_000_000n)], settings);
    expect(plan).toMatchObject({ kind: "refused", refused: [{ address, reason }] });
  });

  it("refuses an output that the ledger would not take", () => {
    const plan = planBatches([line(keyAddress(1), 849_069n)], settings);
    expect(plan).toMatchObject({ kind: "refused", refused: [{ reason: "below-minimum" }] });
  });

  it("pays a native script that the rules allow", () => {
    const allowing = { ...settings, rules: testRules({ allowedScripts: [hashOf(1)] }) };
    expect(planBatches([line(makeAddress(0, script(1), key(2)), 2_000_000n)], allowing).kind).toBe("plan");
  });

  it("cuts no batch above what may be paid in an hour", () => {
    const rules = testRules({ dayLimits: { totalLovelace: 9_000_000n, hourlyLovelace: 4_000_000n } });
    const rows = [1, 2, 3, 4].map((seed) => line(keyAddress(seed), seed === 3 ? 4_000_000n : 2_000_000n));
    const plan = planBatches(rows, { ...settings, rules });
    expect(plan.kind === "plan" && plan.batches.map(({ totalLovelace }) => totalLovelace)).toEqual([
      4_000_000n,
      4_000_000n,
      2_000_000n,
    ]);
  });

  it("stops when an address is listed twice, or the batch size makes no sense", () => {
    const twice = [line(keyAddress(1), 2_000_000n), line(keyAddress(1), 3_000_000n)];
    expect(() => planBatches(twice, settings)).toThrow(InvariantError);
    expect(() => planBatches([], { ...settings, maximumOutputs: 0 })).toThrow(/at least 1/);
  });
});
