import * as fc from "fast-check";
import { expect, it } from "vitest";
import { COINS_PER_BYTE, POOL_SCRIPT, REPORT_FRAME, snapshotBlock } from "@/server/testing/domain/fixtures";
import { anyPoolTerms, anyRules } from "@/server/testing/domain/random-rules";
import { anyOpening, anySnapshot } from "@/server/testing/domain/random-snapshot";
import { collectReport } from "@/server/testing/domain/written-report";
import { commitBatches } from "../contract/commitment";
import { sum } from "../integers";
import { calculateRewards } from "../rewards/calculate";
import { potLovelaceOf } from "../rewards/pot";
import { planBatches } from "./batches";
import { checkPlan } from "./check";

const MAXIMUM_FEE = 2_000_000n;

/**
 * What strangers can send: tokens to any address, plays in anybody's name, amounts of any size, on top of anything that
 * earlier days left. Only a pool that is too poor or a bug may stop the day.
 */
const anyDay = fc.tuple(
  anySnapshot,
  anyRules,
  anyPoolTerms,
  anyOpening,
  fc.bigInt(0n, 2n ** 63n),
  fc.integer({ min: 1, max: 5 }),
);

it("any set of hostile lines ends in a plan that passes every check, and not a lovelace is lost", () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(anyDay, ([snapshot, rules, poolTerms, opening, free, maximumOutputs]) => {
      const potLovelace = potLovelaceOf(rules, free);
      const common = { rules, poolTerms, opening, open: [], isClosed: false, coinsPerUtxoByte: COINS_PER_BYTE };
      const calculation = calculateRewards({ ...common, snapshot, potLovelace });
      const { lines, totals } = calculation;
      const plan = planBatches(lines, {
        ...common,
        maximumOutputs,
        poolScript: POOL_SCRIPT,
        reserved: poolTerms.reserved,
      });
      seen.add(plan.kind);
      for (const { reason } of lines) seen.add(reason);
      expect(plan.kind).not.toBe("refused");
      const batches = plan.kind === "plan" ? plan.batches : [];
      const outputs = sum(batches.map(({ totalLovelace }) => totalLovelace));
      const carried = sum(lines.map(({ carriedLovelace }) => carriedLovelace));
      expect(outputs + carried + totals.undistributedLovelace).toBe(potLovelace + totals.openingLovelace);
      const findings = checkPlan({
        ...common,
        lines,
        batches,
        contractDailyLimitLovelace: poolTerms.dailyLimitLovelace,
        poolLovelace: outputs + BigInt(batches.length + 2) * MAXIMUM_FEE,
        reserveLovelace: 0n,
        maximumFeeLovelace: MAXIMUM_FEE,
        expectedFeesLovelace: batches.map(() => 900_000n),
      });
      expect(findings.filter(({ passed }) => !passed)).toEqual([]);
      // It refuses to be written if anything is paid that had to be held back.
      const payouts = batches.map(({ outputs: paid }) => paid.map((output) => ({ ...output, tokens: 0n })));
      collectReport({
        ...REPORT_FRAME,
        rules,
        poolTerms,
        coinsPerUtxoByte: COINS_PER_BYTE,
        dayIndex: snapshot.dayIndex,
        block: snapshotBlock(1000),
        freePoolLovelace: free,
        calculation,
        batches: commitBatches(payouts, null).map(({ total, commitment }, index) => ({
          outputs: payouts[index]?.length ?? 0,
          totalLovelace: total.lovelace,
          commitment,
        })),
      });
    }),
    { numRuns: 300 },
  );
  expect([...seen]).toEqual(
    expect.arrayContaining(["plan", "nothing-payable", "reserved-address", "over-limit", "excluded"]),
  );
});
