import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { COINS_PER_BYTE, hashOf, keyAddress, POOL_TERMS, testRules, txHash } from "@/server/testing/domain/fixtures";
import { forgeReport } from "@/server/testing/domain/forged-report";
import { playedOnce, snapshotOf } from "@/server/testing/domain/random-snapshot";
import { CLOSING, inputOf, sampleInput } from "@/server/testing/domain/report-input";
import { collectReport } from "@/server/testing/domain/written-report";
import { toCanonicalJson } from "../canonical";
import { contentHashOf } from "../hash";
import type { ReportTexts } from "../ports";
import { calculateRewards } from "../rewards/calculate";
import { MOST_PART_BYTES } from "./manifest";
import { readWholeReport, textsOf, verifyReport, type WholeReport } from "./read-report";
import type { ReportInput } from "./write-report";

/** Of rows that follow each other, in their parts. */
const SMALL = 2;

async function problemsOf(texts: ReportTexts, rowsInPart = SMALL): Promise<string> {
  const verified = await verifyReport(texts, { rowsInPart });
  return verified.ok ? "" : verified.problems.join("; ");
}

describe("verifyReport", () => {
  const input = sampleInput();
  const written = collectReport(input, SMALL);
  const parts = written.parts.map(({ text }) => text);
  const withParts = (changed: readonly string[]) => textsOf(written.text, changed);

  it("refuses any report of which a byte is another", async () => {
    const all = [written.text, ...parts];
    await fc.assert(
      fc.asyncProperty(
        fc.nat(all.length - 1),
        fc.nat(),
        fc.constantFrom("0", "1", "a", '"', ",", " "),
        async (at, where, to) => {
          const text = all[at] ?? "";
          const place = where % text.length;
          fc.pre(text[place] !== to);
          const changed = all.with(at, text.slice(0, place) + to + text.slice(place + 1));
          const verified = await verifyReport(textsOf(changed[0] ?? "", changed.slice(1)), { rowsInPart: SMALL });
          // Another manifest may be a report as well, but not this one.
          expect(verified.ok ? verified.hash : null).not.toBe(written.hash);
          if (at > 0) expect(verified.ok).toBe(false);
        },
      ),
      { numRuns: 300 },
    );
  });

  it.each<[string, readonly string[], RegExp]>([
    ["a missing part", parts.slice(0, -1), /part 1 of the unresolved is missing: [0-9a-f]{64}/],
    ["no part", [], /part 1 of the lines is missing/],
    ["a part twice", [...parts, parts[0] ?? ""], /a part more than the 3 that the manifest names/],
    ["swapped parts", [...parts.slice(0, 2).reverse(), ...parts.slice(2)], /part 1 of the lines is not the one/],
    ["a part that is too large", ["x".repeat(MOST_PART_BYTES + 1)], /a part has at most/],
    [
      "a part of another day",
      [
        collectReport(inputOf({ ...input, calculation: sampleOfMore() }), SMALL).parts[0]?.text ?? "",
        ...parts.slice(1),
      ],
      /part 1 of the lines is not the one that the manifest names/,
    ],
  ])("refuses %s", async (_, changed, problem) => {
    expect(await problemsOf(withParts(changed))).toMatch(problem);
  });

  function sampleOfMore(): ReportInput["calculation"] {
    const common = {
      rules: input.rules,
      poolTerms: POOL_TERMS,
      coinsPerUtxoByte: COINS_PER_BYTE,
      opening: [],
      open: [],
      isClosed: false,
    };
    const snapshot = snapshotOf([{ address: keyAddress(1, 2), quantity: 5n }], playedOnce(2));
    return calculateRewards({ ...common, snapshot, potLovelace: 0n });
  }

  const whole = async () => readWholeReport(written.texts, SMALL);
  type Line = WholeReport["lines"][number];
  const withLines = (report: WholeReport, lines: readonly Line[]): WholeReport => ({ ...report, lines });
  const withFirst = (change: (line: Line) => Partial<Line>) => (report: WholeReport) =>
    withLines(
      report,
      report.lines.map((line, index) => (index === 0 ? { ...line, ...change(line) } : line)),
    );
  const withTotals = (change: Partial<WholeReport["totals"]>) => (report: WholeReport) => ({
    ...report,
    totals: { ...report.totals, ...change },
  });
  const withHourly = (hourlyLovelace: bigint) => (report: WholeReport) => ({
    ...report,
    rules: { ...report.rules, dayLimits: { ...report.rules.dayLimits, hourlyLovelace } },
  });
  const withBatch = (change: Partial<WholeReport["batches"][number]>) => (report: WholeReport) => ({
    ...report,
    batches: report.batches.map((batch, index) => (index === 1 ? { ...batch, ...change } : batch)),
  });

  it.each<[string, (report: WholeReport) => WholeReport, RegExp]>([
    ["nothing", (report) => report, /^$/],
    [
      "a line's payment",
      withFirst(({ payoutLovelace }) => ({ payoutLovelace: payoutLovelace + 1n })),
      /does not add up.*payoutLovelace of the lines/,
    ],
    ["a line's tokens", withFirst(() => ({ quantity: 1n })), /the lines' quantity/],
    [
      "a line's address",
      withFirst(() => ({ address: keyAddress(0, 9) })),
      /batch 1 does not have the commitment.*root of the lines/,
    ],
    [
      "who of two gets how much",
      (report) => {
        const [a, b, ...others] = report.lines;
        return a && b
          ? withLines(report, [{ ...b, address: a.address }, { ...a, address: b.address }, ...others])
          : report;
      },
      /batch 1 does not have the commitment/,
    ],
    ["the order", (report) => withLines(report, [...report.lines].reverse()), /row 1 of the lines is out of order/],
    [
      "a line that is listed twice, across the border of two parts",
      (report) => withLines(report, [...report.lines.slice(0, 2), ...report.lines.slice(1)]),
      /row 2 of the lines is out of order or listed twice/,
    ],
    ["a total", withTotals({ supply: 1n }), /tokens accounted for/],
    ["the opening balances", withTotals({ openingLovelace: 0n }), /in is not out.*openingLovelace of the lines/],
    [
      "an opening balance that nobody had",
      withFirst(({ earnedLovelace }) => ({ openingLovelace: 1n, earnedLovelace: earnedLovelace - 1n })),
      /openingLovelace of the lines: 70001 added up, 70000 stated/,
    ],
    ["a batch", (report) => ({ ...report, batches: report.batches.slice(1) }), /the commitment: /],
    ["a batch's total", withBatch({ totalLovelace: 5n }), /total of batch 2: \d+ added up, 5 stated/],
    ["a batch's outputs", withBatch({ outputs: 7 }), /outputs of batch 2: 1 added up, 7 stated/],
    ["a batch's commitment", withBatch({ commitment: txHash(8) }), /batch 1 does not have.*batch 2 does not have/],
    ["the rules", (report) => ({ ...report, rules: testRules({ version: 9 }) }), /the rules' hash/],
    [
      "what is our own",
      (report) => ({ ...report, poolTerms: { ...POOL_TERMS, reserved: [hashOf(3)] } }),
      /own, and is to be paid/,
    ],
    [
      "the contract's limit",
      (report) => ({ ...report, poolTerms: { ...POOL_TERMS, dailyLimitLovelace: 5n } }),
      /than the limit of 5/,
    ],
    [
      "whether people closed the day, of one that pays",
      (report) => ({ ...report, declared: { ...report.declared, closing: CLOSING } }),
      /is to be paid, and people closed the day/,
    ],
    [
      "whether people closed the day, of one that is held back for it",
      withFirst(() => ({ reason: "day-closed" })),
      /is held back because people closed the day, and nobody did/,
    ],
    [
      "who closed the day",
      (report) => ({ ...report, declared: { ...report.declared, closing: { ...CLOSING, by: ["ann"] } } }),
      /by must name two people/,
    ],
    ["the hour's limit", withHourly(10n ** 16n), /more than the hour's limit/],
    ["the recipients", withTotals({ recipients: 9 }), /payable lines: 3 added up, 9 stated/],
    ["the unresolved", (report) => ({ ...report, unresolved: [] }), /the unresolved quantity: 0 added up, 9 stated/],
    [
      "an unresolved address that is none",
      (report) => ({
        ...report,
        unresolved: report.unresolved.map((row) => ({ ...row, address: "?" })),
      }),
      /row 0 of the unresolved has no address/,
    ],
  ])("finds a change of %s, in a report whose parts have their hashes", async (_, change, problem) => {
    expect(await problemsOf(forgeReport(change(await whole()), SMALL))).toMatch(problem);
  });

  it("names the first problems of a report that is wrong throughout", async () => {
    const report = await whole();
    const lines = Array.from({ length: 99 }, (_, index) => ({
      ...(report.lines[0] as Line),
      address: keyAddress(index, 1),
    }));
    const forged = forgeReport({ ...withLines(report, lines), poolTerms: { ...POOL_TERMS, reserved: [hashOf(1)] } });
    const verified = await verifyReport(forged);
    expect(verified.ok ? [] : verified.problems.length).toBeLessThan(25);
    expect(verified.ok ? [] : verified.problems).toContain("and more");
  });

  it("refuses rows that do not have the form that was agreed", async () => {
    const [first = "", ...others] = parts;
    const odd = first.replace('"reason":"payable"', '"reason":"paid"');
    const manifest = written.text.replace(contentHashOf(first), contentHashOf(odd));
    expect(odd).not.toBe(first);
    expect(await problemsOf(textsOf(manifest, [odd, ...others]))).toMatch(/part 1 of the lines: row 0: reason /);
  });

  it("refuses a manifest that counts other rows than a part has", async () => {
    const counts = JSON.parse(written.text);
    counts.unresolved[0].count = 2;
    expect(await problemsOf(textsOf(toCanonicalJson(counts), parts))).toMatch(/has 1 rows, and the manifest says 2/);
  });
});
