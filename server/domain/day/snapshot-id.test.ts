import { describe, expect, it } from "vitest";
import { openingHashOf, type SnapshotInputs, snapshotIdOf } from "./snapshot-id";

const INPUTS: SnapshotInputs = {
  dayIndex: 20_000,
  hash: "aa".repeat(32),
  height: 900,
  slot: 18_000,
  timeMs: 1_000_000,
  scanEpoch: 3,
  rulesVersion: 1,
  rulesHash: "bb".repeat(32),
  settingsHash: "cc".repeat(32),
  previousReportHash: null,
  openPlan: null,
  openLeft: null,
  openingHash: openingHashOf([], []),
  freePoolLovelace: 5_000_000n,
  reserved: ["ee".repeat(28)],
  dailyLimitLovelace: 9_000_000n,
  maxFeeLovelace: 3_000_000n,
  coinsPerUtxoByte: 4_310n,
  parametersHash: "ff".repeat(32),
  closing: null,
};

describe("the id of a snapshot", () => {
  const changes: readonly Partial<SnapshotInputs>[] = [
    { dayIndex: 20_001 },
    { hash: "dd".repeat(32) },
    { height: 901 },
    { slot: 18_001 },
    { timeMs: 1_000_001 },
    { scanEpoch: 4 },
    { rulesVersion: 2 },
    { rulesHash: "dd".repeat(32) },
    { settingsHash: "dd".repeat(32) },
    { previousReportHash: "dd".repeat(32) },
    { openPlan: "dd".repeat(32) },
    { openLeft: "dd".repeat(32) },
    { openingHash: openingHashOf([{ address: "a", lovelace: 1n }], []) },
    { freePoolLovelace: 5_000_001n },
    { reserved: [] },
    { dailyLimitLovelace: 9_000_001n },
    { maxFeeLovelace: 2_000_000n },
    { coinsPerUtxoByte: 4_311n },
    { parametersHash: "dd".repeat(32) },
    { closing: { by: ["Ann", "Ben"], reason: "It is being looked into." } },
  ];

  it("differs where anything differs that the rewards follow from", () => {
    expect(changes.flatMap((change) => Object.keys(change)).sort()).toEqual(Object.keys(INPUTS).sort());
    const ids = [INPUTS, ...changes.map((change) => ({ ...INPUTS, ...change }))].map(snapshotIdOf);
    expect(new Set(ids).size).toBe(changes.length + 1);
    expect(snapshotIdOf({ ...INPUTS })).toBe(ids[0]);
  });

  it("does not depend on the order of the balances", () => {
    const [a, b] = [
      { address: "a", lovelace: 1n },
      { address: "b", lovelace: 2n },
    ] as const;
    expect(openingHashOf([a, b], [])).toBe(openingHashOf([b, a], []));
    expect(openingHashOf([], [a, b])).toBe(openingHashOf([], [b, a]));
    expect(openingHashOf([a], [])).not.toBe(openingHashOf([{ ...a, lovelace: 2n }], []));
    expect(openingHashOf([a], [])).not.toBe(openingHashOf([], [a]));
  });
});
