import { eq } from "drizzle-orm";
import { afterEach, beforeEach, expect, it } from "vitest";
import { day, report, reportPart } from "@/db/schema";
import { createTestDatabase, type TestDatabase } from "@/db/testing/database";
import { withTransaction } from "@/db/transaction";
import type { ReportStore } from "@/server/domain/ports";
import { readWholeReport, verifyReport } from "@/server/domain/report/read-report";
import { largeReportInput } from "@/server/testing/domain/large-report";
import { collectReport } from "@/server/testing/domain/written-report";
import { findPartOf, findReport, findReportFacts } from "./find-report";
import { keepReport, storeManifest } from "./keep-report";

let test: TestDatabase;
beforeEach(async () => {
  test = await createTestDatabase();
});
afterEach(() => test.drop());

/** Two parts. */
const INPUT = largeReportInput(10_001);

/** A store in memory that ends the process, as it were, at the `nth` text. */
function storeThatEnds(nth: number): ReportStore & { readonly texts: Map<string, string> } {
  const texts = new Map<string, string>();
  return {
    texts,
    put: async (hash, text) => {
      if (texts.size + 1 === nth) throw new Error("killed");
      texts.set(hash, text);
    },
    get: async (hash) => texts.get(hash) ?? null,
    tryOut: async () => ({ freeBytes: 0n }),
    leftovers: async () => 0,
  };
}

it("keeps each part twice before the manifest, whenever it was stopped before", async () => {
  const { db } = test;
  const expected = collectReport(INPUT);
  const names = expected.parts.map(({ hash }) => hash);
  expect(names).toHaveLength(2);
  for (const nth of [1, 2, 3]) {
    const store = storeThatEnds(nth);
    await expect(keepReport({ db, reportStore: store }, INPUT)).rejects.toThrow("killed");
    expect([...store.texts.keys()]).toEqual(names.slice(0, nth - 1));
    expect(await db.$count(report)).toBe(0);
  }
  const store = storeThatEnds(0);
  const written = await keepReport({ db, reportStore: store }, INPUT);
  expect(written).toMatchObject({ hash: expected.hash, text: expected.text });
  expect([...store.texts]).toEqual([
    ...expected.parts.map(({ hash, text }) => [hash, text]),
    [written.hash, written.text],
  ]);
  expect(await db.$count(reportPart)).toBe(2);

  await db.insert(day).values({ dayIndex: INPUT.dayIndex, state: "CHECKED", stateSinceMs: 0 });
  await withTransaction(db, (tx) => storeManifest(tx, written));
  await withTransaction(db, (tx) => storeManifest(tx, written));
  const found = await findReport(db, written.hash);
  if (!found) throw new Error("the report is not stored");
  expect((await readWholeReport(found)).lines).toEqual(INPUT.calculation.lines);
  expect(await findReportFacts(db, written.hash)).toMatchObject({ lines: 10_001, batches: 101, partHashes: names });
  expect(await findPartOf(db, written.hash, names[0] ?? "")).toBe(expected.parts[0]?.text);
  expect(await findPartOf(db, written.hash, "12".repeat(32))).toBeNull();
});

it("stores no manifest without its parts, and notices one that is gone or changed", async () => {
  const { db } = test;
  const written = await keepReport({ db, reportStore: storeThatEnds(0) }, INPUT);
  const [first = ""] = written.manifest.lines.map(({ hash }) => hash);
  const isFirst = eq(reportPart.hash, first);
  await db.insert(day).values({ dayIndex: INPUT.dayIndex, state: "CHECKED", stateSinceMs: 0 });
  const [part] = await db.delete(reportPart).where(isFirst).returning();
  const store = () => withTransaction(db, (tx) => storeManifest(tx, written));
  await expect(store()).rejects.toThrow(/1 of 2 parts of the report [0-9a-f]{64} are stored/);
  expect(await db.$count(report)).toBe(0);
  if (!part) throw new Error("there was no such part");
  await db.insert(reportPart).values(part);
  await store();
  const problems = async () => {
    const found = await findReport(db, written.hash);
    const verified = found && (await verifyReport(found));
    return verified?.ok === false ? verified.problems.join("; ") : "";
  };
  expect(await problems()).toBe("");
  await db
    .update(reportPart)
    .set({ body: part.body.replace("addr_test1qq", "addr_test1qp") })
    .where(isFirst);
  expect(await problems()).toMatch(/part 1 of the lines is not the one/);
  await db.delete(reportPart).where(isFirst);
  expect(await problems()).toMatch(/part 1 of the lines is missing/);
});
