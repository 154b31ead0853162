import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  blockHash,
  COINS_PER_BYTE,
  hashOf,
  keyAddress,
  POOL_ADDRESS,
  POOL_SCRIPT,
  POOL_TERMS,
  snapshotBlock,
  testRules,
  txHash,
} from "@/server/testing/domain/fixtures";
import { anyPoolTerms, anyRules } from "@/server/testing/domain/random-rules";
import { anyOpening, anySnapshot, playedOnce, snapshotOf } from "@/server/testing/domain/random-snapshot";
import { planBatches } from "../plan/batches";
import { calculateRewards } from "../rewards/calculate";
import { buildReport, parseReport, type ReportInput } from "./report";
import type { Report } from "./schema";
import { verifyReportTotals } from "./totals";

function inputOf(given: Pick<ReportInput, "rules" | "poolTerms" | "opening" | "calculation">): ReportInput {
  const { rules, poolTerms, calculation } = given;
  const settings = {
    rules,
    maximumOutputs: 2,
    poolScript: POOL_SCRIPT,
    reserved: poolTerms.reserved,
    coinsPerUtxoByte: COINS_PER_BYTE,
  };
  const plan = planBatches(calculation.lines, settings);
  const batches = plan.kind === "plan" ? plan.batches : [];
  return {
    ...given,
    network: { magic: 42, systemStartMs: 0 },
    poolPolicyId: POOL_SCRIPT,
    dayIndex: 20_000,
    intervalMs: 86_400_000,
    previous: { kind: "checkpoint", name: "first day" },
    block: snapshotBlock(1000),
    sources: ["blockfrost"],
    singleSourceAcceptedBy: null,
    coinsPerUtxoByte: COINS_PER_BYTE,
    freePoolLovelace: 5n,
    batches: batches.map(({ index, outputs, totalLovelace }) => ({
      outputs: outputs.length,
      totalLovelace,
      commitment: txHash(index),
    })),
  };
}

const anyReport = fc
  .tuple(anySnapshot, anyRules, anyPoolTerms, anyOpening, fc.bigInt(0n, 2n ** 62n))
  .map(([snapshot, rules, poolTerms, opening, potLovelace]) => {
    const calculation = calculateRewards({
      snapshot,
      rules,
      potLovelace,
      opening,
      poolTerms,
      coinsPerUtxoByte: COINS_PER_BYTE,
    });
    return inputOf({ rules, poolTerms, opening, calculation });
  });

function sampleInput(): ReportInput {
  const rules = testRules({ dayLimits: { totalLovelace: 2n ** 62n, hourlyLovelace: null } });
  const poolTerms = POOL_TERMS;
  const holdings = [1, 3, 5].map((seed) => ({
    address: keyAddress(seed, seed + 1),
    quantity: BigInt(seed) * 10n ** 17n,
  }));
  const snapshot = snapshotOf([...holdings, { address: POOL_ADDRESS, quantity: 9n }], playedOnce(2, 4, 6));
  const opening = [{ address: keyAddress(8, 9), lovelace: 70_000n }];
  const potLovelace = 90_000_000_000_000_000n;
  const calculation = calculateRewards({
    snapshot,
    rules,
    potLovelace,
    opening,
    poolTerms,
    coinsPerUtxoByte: COINS_PER_BYTE,
  });
  return inputOf({ rules, poolTerms, opening, calculation });
}

describe("buildReport and parseReport", () => {
  it("round trip: text, amounts, hash; and a report that was built always adds up", () => {
    fc.assert(
      fc.property(anyReport, (input) => {
        const built = buildReport(input);
        const read = parseReport(built.text);
        expect(read).toEqual({ ok: true, report: built.report, contentHash: built.contentHash });
        expect(built.report.lines).toEqual(input.calculation.lines);
        expect(built.report.totals).toEqual(input.calculation.totals);
        expect(buildReport({ ...input, opening: [...input.opening].reverse() }).contentHash).toBe(built.contentHash);
      }),
      { numRuns: 60 },
    );
  });

  it("has a stable hash: a change of the format changes everyone's hashes, so it must be deliberate", () => {
    expect(buildReport(sampleInput()).contentHash).toMatchInlineSnapshot(
      `"725680c146fab78e3da1ddc3adae6dcb363c348398a05c66ddbc13de44dcb251"`,
    );
  });

  it("hashes everything in it", () => {
    const hash = (change: Partial<ReportInput>) => buildReport({ ...sampleInput(), ...change }).contentHash;
    const other: Partial<ReportInput>[] = [
      { previous: { kind: "report", dayIndex: 19_999, hash: txHash(1) } },
      { block: { ...snapshotBlock(1000), hash: blockHash(7) } },
      { sources: ["blockfrost", "koios"] },
      { singleSourceAcceptedBy: ["ann", "bob"] },
      { freePoolLovelace: 6n },
      { rules: { ...sampleInput().rules, version: 2 } },
      { poolTerms: { ...POOL_TERMS, dailyLimitLovelace: 2n ** 79n } },
      { poolTerms: { ...POOL_TERMS, reserved: [...POOL_TERMS.reserved, hashOf(99)] } },
    ];
    expect(new Set([{}, ...other].map(hash)).size).toBe(other.length + 1);
  });

  it("refuses what is not the published text", () => {
    const { text } = buildReport(sampleInput());
    const problems = (changed: string) => {
      const result = parseReport(changed);
      return result.ok ? "" : result.problems.join("; ");
    };
    expect(problems("{")).toMatch(/not JSON/);
    expect(problems(JSON.stringify(JSON.parse(text), null, 2))).toMatch(/not in canonical form/);
    expect(problems(text.replace('"format":"', '"format":"x'))).toMatch(
      /format must be "daily-prize-oracle\/report\/1"/,
    );
    expect(problems(text.replace(/"potLovelace":"\d+"/, '"potLovelace":9'))).toMatch(
      /totals\.potLovelace must be a whole number/,
    );
    expect(problems(text.replace('"sources":', '"extra":1,"sources":'))).toMatch(/unknown fields: extra/);
  });
});

describe("verifyReportTotals", () => {
  const { report } = buildReport(sampleInput());
  const [first, ...others] = report.lines;
  if (!first) throw new Error("the sample has no line");
  const withLine = (change: Partial<typeof first>): Report => ({
    ...report,
    lines: [{ ...first, ...change }, ...others],
  });

  const withHourly = (hourlyLovelace: bigint): Report => ({
    ...report,
    rules: { ...report.rules, dayLimits: { ...report.rules.dayLimits, hourlyLovelace } },
  });

  it.each<[string, Report, RegExp]>([
    ["nothing", report, /^$/],
    [
      "a line's payment",
      withLine({ payoutLovelace: first.payoutLovelace + 1n }),
      /does not add up.*payoutLovelace of the lines/,
    ],
    ["a line's tokens", withLine({ quantity: 1n }), /the lines' quantity/],
    ["a line's address", withLine({ address: keyAddress(9, 9) }), /root of the lines/],
    ["the order", { ...report, lines: [...report.lines].reverse() }, /out of order/],
    ["a total", { ...report, totals: { ...report.totals, supply: 1n } }, /tokens accounted for/],
    ["the opening balances", { ...report, opening: [] }, /opening balance of addr/],
    ["a batch", { ...report, batches: report.batches.slice(1) }, /the commitment.*/],
    ["the rules", { ...report, rules: testRules({ version: 9 }) }, /the rules' hash/],
    ["what is our own", { ...report, poolTerms: { ...POOL_TERMS, reserved: [hashOf(3)] } }, /own, and is paid/],
    [
      "the contract's limit",
      { ...report, poolTerms: { ...POOL_TERMS, dailyLimitLovelace: 5n } },
      /than the limit of 5/,
    ],
    ["the hour's limit", withHourly(10n ** 16n), /more than the hour's limit/],
    ["the recipients", { ...report, totals: { ...report.totals, recipients: 9 } }, /paid lines: 3 added up, 9 stated/],
  ])("finds a change of %s", (_, changed, problem) => {
    expect(verifyReportTotals(changed).join("; ")).toMatch(problem);
  });

  it("is checked before a report is written", () => {
    const input = sampleInput();
    const totals = { ...input.calculation.totals, carriedLovelace: 0n };
    expect(() => buildReport({ ...input, calculation: { ...input.calculation, totals } })).toThrow(
      /contradicts itself/,
    );
    expect(() => buildReport({ ...input, sources: [] })).toThrow(/sources must name at least one source/);
  });
});
