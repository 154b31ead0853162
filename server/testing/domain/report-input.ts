import * as fc from "fast-check";
import type { ReportInput } from "@/server/domain/report/write-report";
import { calculateRewards } from "@/server/domain/rewards/calculate";
import {
  COINS_PER_BYTE,
  keyAddress,
  POOL_ADDRESS,
  POOL_TERMS,
  REPORT_FRAME,
  snapshotBlock,
  testRules,
} from "./fixtures";
import { anyPoolTerms, anyRules } from "./random-rules";
import { anyOpening, anySnapshot, playedOnce, snapshotOf } from "./random-snapshot";
import { batchesFor } from "./written-report";

type Given = Pick<ReportInput, "rules" | "poolTerms" | "calculation"> & { readonly isClosed?: boolean };

export const CLOSING = { by: ["ann", "bob"], reason: "The day is being looked into." };

export function inputOf({ rules, poolTerms, calculation, isClosed = false }: Given): ReportInput {
  const input = { rules, poolTerms, calculation, coinsPerUtxoByte: COINS_PER_BYTE };
  return {
    ...REPORT_FRAME,
    ...input,
    dayIndex: 20_000,
    block: snapshotBlock(1000),
    freePoolLovelace: 5n,
    declared: { ...REPORT_FRAME.declared, closing: isClosed ? CLOSING : null },
    batches: batchesFor(input),
  };
}

/** A report of any day that strangers can bring about. */
export const anyReport = fc
  .tuple(anySnapshot, anyRules, anyPoolTerms, fc.tuple(anyOpening, anyOpening), fc.bigInt(0n, 2n ** 62n), fc.boolean())
  .map(([snapshot, rules, poolTerms, [opening, open], potLovelace, isClosed]) => {
    const common = { rules, poolTerms, opening, open, isClosed, coinsPerUtxoByte: COINS_PER_BYTE };
    return inputOf({ ...common, calculation: calculateRewards({ ...common, snapshot, potLovelace }) });
  });

/** Three players, what the pool's own address holds, and a balance that an earlier day left. */
export function sampleInput({ isClosed = false } = {}): ReportInput {
  const rules = testRules({ dayLimits: { totalLovelace: 2n ** 62n, hourlyLovelace: null } });
  const holdings = [1, 3, 5].map((seed) => ({
    address: keyAddress(seed, seed + 1),
    quantity: BigInt(seed) * 10n ** 17n,
  }));
  const snapshot = snapshotOf([...holdings, { address: POOL_ADDRESS, quantity: 9n }], playedOnce(2, 4, 6));
  const common = {
    rules,
    poolTerms: POOL_TERMS,
    coinsPerUtxoByte: COINS_PER_BYTE,
    opening: [{ address: keyAddress(8, 9), lovelace: 70_000n }],
    open: [],
    isClosed,
  };
  const calculation = calculateRewards({ ...common, snapshot, potLovelace: 90_000_000_000_000_000n });
  return inputOf({ ...common, calculation });
}
