import fc from "fast-check";
import { expect, it } from "vitest";
import { sum } from "../integers";
import { sumOwnerships } from "./ownership-sums";
import type { Ownership } from "./resolver";

const owner: Ownership = { kind: "owner", address: "addr" };
const unknown = (why: string): Ownership => ({ kind: "unknown", why });

it("adds up what is named, what is shared, and the rest by its reason", () => {
  const shares: Ownership = { kind: "shares", liquidity: "aa", asset: 60n, total: 5n };
  const outputs: [bigint, Ownership][] = [
    [7n, owner],
    [3n, owner],
    [64n, shares],
    [2n, unknown("it has no datum")],
    [5n, unknown("it has no datum")],
  ];
  expect(sumOwnerships(outputs, 90n)).toEqual({
    named: 10n,
    shared: 60n,
    unknown: [
      { why: "it is in small outputs, which were not looked into", quantity: 9n },
      { why: "it has no datum", quantity: 7n },
      { why: "it is no part of the pool's reserve", quantity: 4n },
    ],
  });
});

it("is always all that the contract holds, in few reasons", () => {
  const quantity = fc.bigInt({ min: 1n, max: 1n << 63n });
  const output = fc.tuple(quantity, fc.bigInt({ min: 0n, max: 1n << 63n }), fc.nat(40)).map(([held, part, kind]) => {
    const asset = part % (held + 1n);
    const shares: Ownership = { kind: "shares", liquidity: "aa", asset, total: 1n };
    return [held, kind === 0 ? owner : kind === 1 ? shares : unknown(`reason ${kind}`)] as const;
  });
  fc.assert(
    fc.property(fc.array(output), fc.bigInt({ min: 0n, max: 1n << 70n }), (outputs, small) => {
      const held = sum(outputs.map(([each]) => each)) + small;
      const { named, shared, unknown: rest } = sumOwnerships(outputs, held);
      expect(named + shared + sum(rest.map((row) => row.quantity))).toBe(held);
      expect(rest.length).toBeLessThanOrEqual(6);
      expect(rest.every((row) => row.quantity > 0n)).toBe(true);
    }),
  );
});
