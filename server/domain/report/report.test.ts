import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { blockHash, hashOf, POOL_TERMS, REPORT_FRAME, snapshotBlock, txHash } from "@/server/testing/domain/fixtures";
import { anyReport, sampleInput } from "@/server/testing/domain/report-input";
import { collectReport } from "@/server/testing/domain/written-report";
import { contentHashOf } from "../hash";
import { MOST_MANIFEST_BYTES, ROWS_IN_PART, readManifest } from "./manifest";
import { merkleRootOf } from "./merkle";
import { readWholeReport } from "./read-report";
import type { ReportInput } from "./write-report";

describe("writing a report and reading it back", () => {
  it("gives the same rows and the same hash, however the parts are cut; and what was written always adds up", async () => {
    await fc.assert(
      fc.asyncProperty(anyReport, fc.integer({ min: 1, max: 5 }), async (input, rowsInPart) => {
        const { calculation } = input;
        const written = collectReport(input, rowsInPart);
        const { lines, refused, unresolved } = calculation;
        const read = await readWholeReport(written.texts, rowsInPart);
        expect(read).toMatchObject({ lines, refused, unresolved });
        expect(read.totals).toEqual(calculation.totals);
        expect(read.linesRoot).toBe(merkleRootOf(lines));
        expect(contentHashOf(written.text)).toBe(written.hash);
        for (const { hash, text } of written.parts) expect(contentHashOf(text)).toBe(hash);
        expect(collectReport(input, rowsInPart)).toMatchObject({ hash: written.hash, parts: written.parts });
      }),
      { numRuns: 60 },
    );
  });

  it("cuts parts every so many rows: none for no rows, and the last as long as it comes", () => {
    const input = sampleInput();
    const { lines } = input.calculation;
    expect(lines).toHaveLength(4);
    const counts = (rowsInPart: number) =>
      collectReport(input, rowsInPart).manifest.lines.map(({ first, count }) => [first, count]);
    expect(counts(ROWS_IN_PART)).toEqual([[0, 4]]);
    expect(counts(5)).toEqual([[0, 4]]);
    expect(counts(4)).toEqual([[0, 4]]);
    expect(counts(3)).toEqual([
      [0, 3],
      [3, 1],
    ]);
    expect(counts(1)).toHaveLength(4);
    expect(collectReport(input).manifest.refused).toEqual([]);
  });

  it("has a stable hash: a change of the format changes everyone's hashes, so it must be deliberate", () => {
    expect(collectReport(sampleInput()).hash).toMatchInlineSnapshot(
      `"244ead313b4855115106b21fd08b36dc102f16fee49e08ae3e1b97099f53e292"`,
    );
  });

  it("hashes everything in it", () => {
    const hash = (change: Partial<ReportInput>) => collectReport({ ...sampleInput(), ...change }).hash;
    const before = { kind: "report", dayIndex: 19_999, hash: txHash(1) } as const;
    const { declared } = REPORT_FRAME;
    const witness = { name: "koios", kind: "koios" } as const;
    const closed = sampleInput({ isClosed: true });
    const other: Partial<ReportInput>[] = [
      { previous: { ...before, end: { kind: "closed" } } },
      { previous: { ...before, end: { kind: "paid", plan: txHash(2) } } },
      { previous: { ...before, end: { kind: "part-paid", plan: txHash(2), left: txHash(3) } } },
      { open: { dayIndex: 19_999, report: txHash(1), plan: txHash(2), left: txHash(3), lovelace: 5n, outputs: 1 } },
      { previous: { ...before, end: { kind: "paid", plan: txHash(3) } } },
      { block: { ...snapshotBlock(1000), hash: blockHash(7) } },
      { declared: { ...declared, source: { name: "another", kind: "koios" } } },
      { declared: { ...declared, secondOpinion: { kind: "none", acceptedBy: ["ann", "bob"] } } },
      {
        declared: { ...declared, secondOpinion: { kind: "agrees", witness, block: { height: 9, hash: blockHash(9) } } },
      },
      {
        declared: { ...declared, secondOpinion: { kind: "agrees", witness, block: { height: 9, hash: blockHash(8) } } },
      },
      {
        declared: {
          ...declared,
          secondOpinion: { kind: "differs", witness, differences: 2, acceptedBy: ["ann", "bob"] },
        },
      },
      closed,
      { ...closed, declared: { ...declared, closing: { by: ["ann", "bob"], reason: "Another." } } },
      { declared: { ...declared, snapshotId: txHash(4) } },
      { declared: { ...declared, auditHead: { ...declared.auditHead, hash: txHash(5) } } },
      { declared: { ...declared, auditHead: { ...declared.auditHead, sequence: 8 } } },
      { freePoolLovelace: 6n },
      { rules: { ...sampleInput().rules, version: 2 } },
      { poolTerms: { ...POOL_TERMS, dailyLimitLovelace: 2n ** 79n } },
      { poolTerms: { ...POOL_TERMS, reserved: [...POOL_TERMS.reserved, hashOf(99)] } },
    ];
    expect(new Set([{}, ...other].map(hash)).size).toBe(other.length + 1);
  });

  it("refuses a manifest that is not the published text", () => {
    const { text } = collectReport(sampleInput());
    const problems = (changed: string, rowsInPart?: number) => {
      const result = readManifest(changed, rowsInPart);
      return result.ok ? "" : result.problems.join("; ");
    };
    expect(problems(text)).toBe("");
    expect(problems("{")).toMatch(/not JSON/);
    expect(problems(JSON.stringify(JSON.parse(text), null, 2))).toMatch(/not in canonical form/);
    expect(problems(text.replace('"format":"', '"format":"x'))).toMatch(
      /format must be "daily-prize-oracle\/report\/5"/,
    );
    expect(problems(text.replace(/"potLovelace":"\d+"/, '"potLovelace":9'))).toMatch(
      /totals\.potLovelace must be a whole number/,
    );
    expect(problems(text.replace('"source":', '"extra":1,"source":'))).toMatch(/unknown fields: extra/);
    expect(problems(text, 3)).toMatch(/parts of the lines are not cut every 3 rows/);
    expect(problems(" ".repeat(MOST_MANIFEST_BYTES + 1))).toMatch(/a manifest has at most/);
  });
});

it("a report that contradicts itself is not written", () => {
  const input = sampleInput();
  const totals = { ...input.calculation.totals, carriedLovelace: 0n };
  expect(() => collectReport({ ...input, calculation: { ...input.calculation, totals } })).toThrow(
    /contradicts itself/,
  );
  const secondOpinion = { kind: "none", acceptedBy: ["ann"] } as const;
  const declared = { ...REPORT_FRAME.declared, secondOpinion };
  expect(() => collectReport({ ...input, declared })).toThrow(/acceptedBy must name two people/);
  const [first, ...others] = input.calculation.lines;
  const lines = first ? [{ ...first, address: first.address.toUpperCase() }, ...others] : others;
  expect(() => collectReport({ ...input, calculation: { ...input.calculation, lines } })).toThrow(
    /cannot write the lines/,
  );
});
