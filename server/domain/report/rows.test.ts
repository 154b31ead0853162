import * as fc from "fast-check";
import { expect, it } from "vitest";
import { BYRON_ADDRESS, hashOf, keyAddress } from "@/server/testing/domain/fixtures";
import { toCanonicalJson } from "../canonical";
import { makeRewardAddress } from "../cardano/address";
import { DECISION_CODES } from "../eligibility/decision";
import { LINE_REASONS } from "../rewards/reward-line";
import { partText, ROW_KINDS, readRows, SECTIONS, type Section } from "./rows";

const address = fc.oneof(
  fc.tuple(fc.nat(), fc.option(fc.nat(), { nil: undefined })).map(([payment, stake]) => keyAddress(payment, stake)),
  fc.constant(BYRON_ADDRESS),
);
const identity = fc.tuple(fc.constantFrom("key", "script"), fc.nat()).map(([kind, seed]) => `${kind}:${hashOf(seed)}`);
const amount = fc.oneof(fc.bigInt(0n, 2n ** 70n), fc.constantFrom(0n, 1n));
const ROWS = {
  lines: fc.record({
    address,
    identity,
    quantity: amount,
    openingLovelace: amount,
    earnedLovelace: amount,
    payoutLovelace: amount,
    carriedLovelace: amount,
    reason: fc.constantFrom(...LINE_REASONS),
  }),
  refused: fc.record({ identity, quantity: amount, code: fc.constantFrom(...DECISION_CODES) }),
  unresolved: fc.record({
    address: fc.oneof(address, fc.string({ unit: "binary" })),
    identity: fc.option(identity),
    quantity: amount,
    reason: fc.constantFrom("byron" as const, "excluded-address" as const),
  }),
};
/** What a part may hold of any section, for whom its kind does not matter. */
const KINDS: Record<Section, { text(row: unknown): string; read(value: object): unknown; key(row: unknown): unknown }> =
  ROW_KINDS as never;

/** Values that are nearly a field: wrong in kind, form or spelling. */
const odd = fc.oneof(
  fc.constantFrom(null, true, 5, -1, "", "-1", "01", "1.5", "1e3", "+1", " 1", "payable", "addr1", "key:00"),
  fc.constantFrom(
    keyAddress(1, 2).toUpperCase(),
    ` ${keyAddress(1, 2)}`,
    `${keyAddress(1)}x`,
    makeRewardAddress(0, { kind: "key", hash: hashOf(1) }),
    `60${hashOf(1)}`,
  ),
  fc.string(),
  fc.array(fc.nat()),
);

it.each(SECTIONS)("%s: a row is written as canonical JSON has it, and read back", (section) => {
  fc.assert(
    fc.property(fc.array<unknown>(ROWS[section], { maxLength: 5 }), (rows) => {
      const texts = rows.map((row) => KINDS[section].text(row));
      expect(texts).toEqual(rows.map((row) => toCanonicalJson(row as never)));
      expect(partText(texts)).toBe(toCanonicalJson(rows as never));
      const keys = rows.map((row) => KINDS[section].key(row));
      expect(readRows(section, partText(texts), 0)).toEqual({ ok: true, rows, texts, keys });
    }),
  );
});

it.each(SECTIONS)("%s: what is read without the schema is what the schema and RFC 8785 take", (section) => {
  const { schema } = ROW_KINDS[section];
  const field = fc.constantFrom(...Object.keys(fc.sample(ROWS[section] as fc.Arbitrary<object>, 1)[0] ?? {}), "extra");
  fc.assert(
    fc.property(
      ROWS[section] as fc.Arbitrary<object>,
      field,
      fc.option(odd, { nil: undefined }),
      (row, name, value) => {
        const asJson = JSON.parse(toCanonicalJson(row as never));
        const changed = { ...asJson, [name]: value };
        if (value === undefined) delete changed[name];
        const text = toCanonicalJson([changed] as never);
        const bySchema = schema.safeParse(changed);
        const isRight = bySchema.success && toCanonicalJson([bySchema.data] as never) === text;
        const read = readRows(section, text, 7);
        expect(read.ok, text).toBe(isRight);
        if (read.ok) expect(read.rows).toEqual([bySchema.data]);
        else expect(read.problem).toMatch(/^row 7: .+|canonical form/);
      },
    ),
    { numRuns: 1000 },
  );
});

it("refuses what is no part, in words", () => {
  const problem = (text: string) => {
    const read = readRows("lines", text, 20_000);
    return read.ok ? "" : read.problem;
  };
  const text = partText([
    ROW_KINDS.lines.text({
      address: keyAddress(1),
      identity: `key:${hashOf(1)}`,
      quantity: 5n,
      openingLovelace: 0n,
      earnedLovelace: 1n,
      payoutLovelace: 0n,
      carriedLovelace: 1n,
      reason: "below-minimum",
    }),
  ]);
  expect(problem(text)).toBe("");
  expect(problem("{")).toMatch(/not a JSON array/);
  expect(problem('{"lines":[]}')).toMatch(/not a JSON array/);
  expect(problem("[5]")).toMatch(/row 20000/);
  expect(problem(JSON.stringify(JSON.parse(text), null, 2))).toMatch(/not in canonical form/);
  expect(problem(text.replace('"quantity":"5"', '"quantity":5'))).toMatch(/row 20000: quantity must be a whole number/);
  expect(problem(text.replace('"reason"', '"extra":1,"reason"'))).toMatch(/row 20000: it has unknown fields: extra/);
  expect(problem(text.replace('"quantity":"5"', '"quantity":"4","quantity":"5"'))).toMatch(/not in canonical form/);
});
