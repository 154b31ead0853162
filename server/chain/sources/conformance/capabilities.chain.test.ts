import { expect, test } from "vitest";
import type { ChainSource } from "@/server/domain/ports";
import { DIALECTS, SOURCES, WITNESSES } from "@/server/testing/sources/dialects";
import { shareWorld } from "@/server/testing/sources/share-world";

/*
 * What each kind of server can do. Cases of the suite that need more than a witness has are put to `SOURCES` alone:
 * where a kind is missing, this table says why.
 */
const WHAT_A_SOURCE_HAS = {
  blocksAfter: true,
  blockTransactions: true,
  transactionBytes: true,
  rewardAccount: true,
  script: true,
  parameters: true,
} satisfies Partial<Record<keyof ChainSource, true>>;

const world = shareWorld(async () => null);

test.each(SOURCES)("$name is a whole source", (dialect) => {
  expect(world.of(dialect)).toMatchObject({
    kind: dialect.kind,
    submit: expect.any(Function),
    ...Object.fromEntries(Object.keys(WHAT_A_SOURCE_HAS).map((name) => [name, expect.any(Function)])),
  });
});

test("a witness lacks what takes bytes, and says so by not having it", () => {
  for (const dialect of WITNESSES) {
    const witness = world.of(dialect);
    expect(Object.keys(witness).filter((name) => name in WHAT_A_SOURCE_HAS)).toEqual([]);
    expect(witness.kind).toBe(dialect.kind);
  }
});

test("no kind is there twice", () => {
  expect(new Set(DIALECTS.map(({ name }) => name)).size).toBe(DIALECTS.length);
});
