import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { toCanonicalJson } from "@/server/domain/canonical";
import { operationsSchema, parseOperations } from "@/server/domain/day/operations";
import {
  changesBetween,
  DOCUMENT_KINDS,
  type Document,
  type DocumentKind,
  withValue,
} from "@/server/domain/rules/document";
import { parseRules, rulesField } from "@/server/domain/rules/rules";
import { testRulesDocument } from "@/server/testing/domain/fixtures";
import { fillDocument, formTextsOf } from "./fill-document";
import { describeDocument, fieldsOf, sayChange, sayProblem } from "./say-document";
import { ada, duration, path, percent, pot } from "./units";

const parsed = parseOperations({});
const SAMPLE: Record<DocumentKind, Document> = {
  rules: testRulesDocument() as Document,
  operations: JSON.parse(toCanonicalJson(parsed.ok ? parsed.operations : {})),
};
const SCHEMA = { rules: rulesField, operations: operationsSchema };
/** What people do not set. */
const NOT_SHOWN = ["format", "version"];
const plain = (text: string) => text.replace(/[\u202f\u00a0]/g, " ");

/** The paths of a schema's fields; what is no plain object counts as one. */
function leavesOf(schema: unknown, prefix = ""): string[] {
  const inner = schema instanceof z.ZodDefault || schema instanceof z.ZodNullable ? schema.unwrap() : schema;
  if (!(inner instanceof z.ZodObject)) return [prefix];
  return Object.entries(inner.shape).flatMap(([name, field]) => leavesOf(field, prefix ? `${prefix}.${name}` : name));
}

describe.each(DOCUMENT_KINDS)("the %s", (kind) => {
  const leaves = leavesOf(SCHEMA[kind]).filter((field) => !NOT_SHOWN.includes(field));

  it("have words for every field, and for no other", () => {
    expect(leaves.length).toBeGreaterThan(10);
    expect(Object.keys(fieldsOf(kind)).sort()).toEqual([...leaves].sort());
  });

  it("say what null means exactly where null is taken", () => {
    for (const [field, { none }] of Object.entries(fieldsOf(kind))) {
      const isTaken = SCHEMA[kind].safeParse(withValue(SAMPLE[kind], field, null)).success;
      expect({ field, isTaken }).toEqual({ field, isTaken: none !== undefined });
    }
  });

  it("are in OPERATIONS.md with unit, default, what each field does and what is refused", () => {
    const manual = readFileSync("OPERATIONS.md", "utf8").replace(/ +/g, " ");
    expect(tableOf(kind).filter((row) => !manual.includes(row))).toEqual([]);
  });

  it("go through a form and come back", () => {
    expect(fillDocument(kind, SAMPLE[kind], formTextsOf(kind, SAMPLE[kind]))).toEqual({
      ok: true,
      document: SAMPLE[kind],
    });
  });

  it("are described without gaps", () => {
    for (const { label, value } of describeDocument(kind, SAMPLE[kind])) {
      expect(label).not.toBe("");
      expect(value).not.toMatch(/undefined|null|NaN|\[object|^$/);
    }
  });
});

/** The rows of OPERATIONS.md. */
function tableOf(kind: DocumentKind): string[] {
  const defaults =
    kind === "operations" ? new Map(describeDocument(kind, SAMPLE[kind]).map((row) => [row.label, row.value])) : null;
  return Object.entries(fieldsOf(kind)).map(([field, { label, unit, none, does, refused }]) => {
    const fallback = defaults ? plain(defaults.get(label) ?? "") : "none";
    const meaning = none === undefined ? "" : ` Null: ${none}.`;
    return `| \`${field}\` | ${label} | ${unit.inJson} | ${fallback} | ${does}${meaning} | ${refused} |`;
  });
}

describe("a difference in words", () => {
  const said = (kind: DocumentKind, field: string, value: Parameters<typeof withValue>[2]) => {
    const changes = changesBetween(SAMPLE[kind], withValue(SAMPLE[kind], field, value), Object.keys(fieldsOf(kind)));
    return changes.map((change) => plain(sayChange(kind, change)));
  };
  it.each<[DocumentKind, string, Parameters<typeof withValue>[2], string]>([
    ["rules", "pot", { kind: "fixed", lovelace: "70500000" }, "Pot for a day: 70.50 ADA instead of 100.00 ADA"],
    [
      "rules",
      "pot",
      { kind: "share-of-pool", basisPoints: 150 },
      "Pot for a day: 1.50 % of the free pool instead of 100.00 ADA",
    ],
    ["rules", "perRecipientCapLovelace", "2000000", "Most for one owner: 2.00 ADA instead of no cap"],
    ["rules", "excluded.identities", ["key:aa"], "Excluded owners: key:aa added"],
    ["rules", "participation.minimumPlays", 2, "Plays needed: 2 plays instead of 1 play"],
    ["rules", "participation.windowDays", 7, "How long a play counts: 7 days instead of for ever"],
    [
      "rules",
      "participation.playerDatumField",
      [0, 1],
      "Where the datum names the player: at [0, 1] of the datum instead of the player is found from the inputs",
    ],
    ["operations", "snapshotDepth", 36, "Depth of a snapshot: 36 blocks instead of 360 blocks"],
    ["operations", "approvalDueMs", 5_400_000, "Approvals are due: 1 h 30 min instead of 12 h"],
    ["operations", "anomalies.totalFactor", 15_000, "Unusual total: 150.00 % instead of 200.00 %"],
    ["operations", "singleSourceAcceptedBy", ["Ann", "Ben"], "Accepted one source: Ann, Ben instead of nobody"],
  ])("%s: %s", (kind, field, value, sentence) => expect(said(kind, field, value)).toEqual([sentence]));
});

describe("what is typed", () => {
  it("amounts, shares and durations come back from their texts, whatever they are", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 19n }), fc.nat(10_000_000), fc.nat(400 * 86_400_000), (a, b, c) => {
        expect(ada.read(ada.write(a))).toBe(a.toString());
        expect(percent.read(percent.write(b))).toBe(b);
        expect(duration.read(duration.write(c))).toBe(c);
      }),
    );
  });

  it.each([
    ["12.5", "12500000"],
    ["1 000 ADA", "1000000000"],
    ["0.0000001", undefined],
    ["-1", undefined],
    ["1,5", undefined],
    ["1e3", undefined],
    ["", undefined],
  ])("an amount %j", (given, value) => expect(ada.read(given)).toBe(value));

  it.each([
    ["2 h 30 min", 9_000_000],
    ["90min", 5_400_000],
    ["30 s", 30_000],
    ["250 ms", 250],
    ["12", undefined],
    ["2 hours", undefined],
    ["1.5 h", undefined],
    ["h", undefined],
  ])("a duration %j", (given, value) => expect(duration.read(given)).toBe(value));

  it.each([
    ["500 ADA", { kind: "fixed", lovelace: "500000000" }],
    ["1.25 %", { kind: "share-of-pool", basisPoints: 125 }],
    ["500", undefined],
    ["ADA", undefined],
  ])("a pot %j", (given, value) => expect(pot.read(given)).toEqual(value));

  it.each([
    ["[0, 1]", [0, 1]],
    ["[]", []],
    ["0, 1", undefined],
    ["[0, x]", undefined],
  ])("positions %j", (given, value) => expect(path.read(given)).toEqual(value));

  it("names the field that was not understood, and what to type", () => {
    const filled = fillDocument("rules", SAMPLE.rules, { perRecipientCapLovelace: "lots", pot: "5" });
    expect(filled).toMatchObject({ ok: false, problems: [{ field: "pot" }, { field: "perRecipientCapLovelace" }] });
    if (filled.ok) return;
    expect(sayProblem("rules", filled.problems[1] ?? { field: "", problem: "" })).toBe(
      "Most for one owner (perRecipientCapLovelace) must be in ADA, such as 12.5",
    );
  });

  it("an empty input is null where that means something", () => {
    const filled = fillDocument(
      "rules",
      { ...SAMPLE.rules, perRecipientCapLovelace: "5" },
      { perRecipientCapLovelace: " " },
    );
    expect(filled).toMatchObject({ ok: true, document: { perRecipientCapLovelace: null } });
    expect(filled.ok && parseRules(filled.document).ok).toBe(true);
  });
});
