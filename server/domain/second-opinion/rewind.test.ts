import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareText } from "../text-order";
import { compareHoldings } from "./compare-holdings";
import { listDifferences } from "./differences";
import { type Asked, type Change, type Held, possibleSums, rewindHoldings } from "./rewind";

async function* stream(rows: readonly Held[]): AsyncGenerator<Held> {
  yield* [...rows].sort((a, b) => compareText(a.address, b.address));
}

const asRows = (held: ReadonlyMap<string, bigint>): Held[] =>
  [...held].flatMap(([address, quantity]) => (quantity > 0n ? [{ address, quantity }] : []));

/** Holdings at height 0, and after each of some transfers of one token between few addresses. */
const historyOf = fc
  .array(
    fc.record({
      from: fc.integer({ min: 0, max: 5 }),
      to: fc.integer({ min: 0, max: 5 }),
      part: fc.integer({ min: 1, max: 3 }),
    }),
    { maxLength: 12 },
  )
  .map((transfers) => {
    const now = new Map(["a", "B", "c", "d", "e", "f"].map((address, at) => [address, BigInt(at * 10)]));
    const names = [...now.keys()];
    const states = [new Map(now)];
    const changes: Change[] = [];
    for (const { from, to, part } of transfers) {
      const [giver = "", taker = ""] = [names[from], names[to]];
      const quantity = (now.get(giver) ?? 0n) / BigInt(part);
      const height = states.length;
      now.set(giver, (now.get(giver) ?? 0n) - quantity);
      now.set(taker, (now.get(taker) ?? 0n) + quantity);
      changes.push({ address: giver, quantity: -quantity, height }, { address: taker, quantity, height });
      states.push(new Map(now));
    }
    return { states, changes };
  });

async function differing(ours: readonly Held[], told: readonly Held[], changes: readonly Change[], asked: Asked) {
  const differences = listDifferences();
  const counted = await compareHoldings(stream(ours), rewindHoldings(told, changes, asked), differences);
  return { ...counted, rows: differences.rows, total: differences.total };
}

describe("holdings that were told at a tip, taken back to an earlier block", () => {
  it("are those of that block, whichever of the last blocks they were told at", async () => {
    await fc.assert(
      fc.asyncProperty(historyOf, fc.nat(), fc.nat(), async ({ states, changes }, some, more) => {
        const to = states.length - 1;
        const [from, at] = [some % states.length, more % states.length].sort((a, b) => a - b) as [number, number];
        const told = asRows(states[at] ?? new Map());
        const { rows, sum } = await differing(asRows(states[0] ?? new Map()), told, changes, { from, to });
        expect(rows).toEqual([]);
        expect(sum).toBe(150n);
      }),
    );
  });

  it("differ wherever one balance is not told as it is", async () => {
    await fc.assert(
      fc.asyncProperty(historyOf, async ({ states, changes }) => {
        const to = states.length - 1;
        const told = asRows(states[to] ?? new Map());
        const lied = told.map((row, at) => (at === 0 ? { ...row, quantity: row.quantity + 1000n } : row));
        const { rows } = await differing(asRows(states[0] ?? new Map()), lied, changes, { from: to, to });
        expect(rows).toHaveLength(1);
        expect(rows[0]).toMatchObject({ what: "holding", address: told[0]?.address });
      }),
    );
  });
});

it("an address that is told twice holds both", async () => {
  const told = [
    { address: "a", quantity: 1n },
    { address: "a", quantity: 2n },
  ];
  expect((await differing([{ address: "a", quantity: 3n }], told, [], { from: 0, to: 0 })).rows).toEqual([]);
});

it("counts all differences, and keeps the first fifty", async () => {
  const told = Array.from({ length: 80 }, (_, at) => ({ address: `x${at}`, quantity: 1n }));
  const { rows, total } = await differing([], told, [], { from: 0, to: 0 });
  expect([rows.length, total]).toEqual([50, 80]);
});

it("sums what changed up to the first height of an answer, and then at each later one", () => {
  const changes = [
    { quantity: 5n, height: 1 },
    { quantity: -2n, height: 4 },
    { quantity: 1n, height: 3 },
  ];
  expect(possibleSums(changes, { from: 2 })).toEqual([5n, 6n, 4n]);
  expect(possibleSums([], { from: 2 })).toEqual([0n]);
});
