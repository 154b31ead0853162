import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  blockHash,
  COINS_PER_BYTE,
  funding,
  keyAddress,
  POOL_TERMS,
  snapshotBlock,
  testRules,
  transaction,
} from "@/server/testing/domain/fixtures";
import { anyHistory, CHAIN_INTERVAL_MS, runHistory } from "@/server/testing/domain/random-chain";
import { anyPoolTerms, anyRules } from "@/server/testing/domain/random-rules";
import { anyOpening, STRAY_ADDRESSES } from "@/server/testing/domain/random-snapshot";
import { readHolders } from "../eligibility/holders";
import { sum } from "../integers";
import type { ChainTransaction } from "../ports";
import { calculateRewards } from "../rewards/calculate";
import { potLovelaceOf } from "../rewards/pot";
import type { SnapshotBlock } from "../rewards/snapshot";
import { calculateSecond, type SecondInput } from "./calculate";
import { compareCalculations, compareHoldings } from "./compare";
import { emptyState, replayPortion } from "./replay";

type Change = Partial<SecondInput> & { readonly block?: SnapshotBlock };

/** Replays what is up to the block, in one portion, and calculates from it. */
function secondOf(transactions: readonly ChainTransaction[], { block = snapshotBlock(10), ...change }: Change = {}) {
  const rules = change.rules ?? testRules();
  const replay = emptyState();
  const past = transactions.filter((transaction) => transaction.block.height <= block.height);
  const portion = { transactions: past, latePlays: [] };
  const problem = replayPortion(replay, portion, { rules, intervalMs: CHAIN_INTERVAL_MS }, block);
  if (problem !== null) return { ok: false as const, problem };
  const calculation = calculateSecond({
    replay,
    rules,
    dayIndex: 0,
    freePoolLovelace: 0n,
    opening: [],
    open: [],
    poolTerms: POOL_TERMS,
    isClosed: false,
    coinsPerUtxoByte: COINS_PER_BYTE,
    ...change,
  });
  return { ok: true as const, calculation };
}

const game = { address: testRules().gameAddress, lovelace: 2_000_000n };

describe("the two calculations", () => {
  it("agree on random ledgers under random rules", () => {
    const anything = fc.record({
      history: anyHistory,
      rules: anyRules,
      poolTerms: anyPoolTerms,
      opening: anyOpening,
      open: anyOpening,
      freePoolLovelace: fc.bigInt(-5n, 2n ** 63n),
      isClosed: fc.boolean(),
    });
    let paid = 0;
    let left = 0;
    const reasons = new Set<string>();
    fc.assert(
      fc.property(anything, ({ history, rules, poolTerms, opening, open, freePoolLovelace, isClosed }) => {
        const { transactions, snapshot } = runHistory(history, rules);
        const potLovelace = potLovelaceOf(rules, freePoolLovelace);
        const first = calculateRewards({
          snapshot,
          rules,
          potLovelace,
          opening,
          open,
          poolTerms,
          isClosed,
          coinsPerUtxoByte: COINS_PER_BYTE,
        });
        const { dayIndex, block } = snapshot;
        const second = secondOf([...transactions].reverse(), {
          rules,
          dayIndex,
          block,
          freePoolLovelace,
          opening,
          open,
          poolTerms,
          isClosed,
        });
        if (!second.ok) throw new Error(second.problem);
        expect(compareCalculations(first, second.calculation)).toEqual([]);
        expect(second.calculation).toEqual(first);
        if (isClosed) expect(first.totals.payoutLovelace).toBe(0n);
        if (first.totals.awardedLovelace > 0n) paid += 1;
        if (open.length > 0 && first.totals.payoutLovelace === 0n) left += 1;
        for (const { reason } of first.lines) reasons.add(reason);
      }),
      { numRuns: 200 },
    );
    // The random ledgers would prove little if nobody ever won on them.
    expect(paid).toBeGreaterThan(40);
    expect(left).toBeGreaterThan(5);
    expect([...reasons]).toEqual(expect.arrayContaining(["payable", "reserved-address", "over-limit", "day-closed"]));
  });
});

it("lists tokens at an address with bytes after its end as unresolved, in both calculations", () => {
  const held = [...STRAY_ADDRESSES, keyAddress(1, 2)].map((address, at) => ({ address, tokens: BigInt(at + 1) }));
  const holdings = held.map(({ address, tokens }) => ({ address, quantity: tokens }));
  const first = readHolders(testRules(), holdings);
  expect(first.unresolved.map(({ reason }) => reason)).toEqual(STRAY_ADDRESSES.map(() => "not-an-address"));
  expect(first.held.map((row) => row.address)).toEqual([keyAddress(1, 2)]);
  const second = secondOf([transaction({ seed: 1, outputs: held })]);
  expect(second.ok && second.calculation.unresolved).toEqual(first.unresolved);
});

it("agrees about one identity that holds at thousands of addresses", () => {
  const held = Array.from({ length: 10_000 }, (_, at) => ({
    address: keyAddress(100 + at, 2),
    tokens: BigInt(at + 1),
  }));
  const first = readHolders(
    testRules(),
    held.map(({ address, tokens }) => ({ address, quantity: tokens })),
  );
  const second = secondOf([transaction({ seed: 1, outputs: held })]);
  if (!second.ok) throw new Error(second.problem);
  expect(second.calculation.totals.neverPlayedIdentities).toBe(1);
  expect(second.calculation.totals.neverPlayedQuantity).toBe(sum(first.held.map(({ quantity }) => quantity)));
});

describe("an incomplete history", () => {
  const made = transaction({ seed: 1, outputs: [{ address: keyAddress(1, 2), tokens: 5n }] });
  const moved = transaction({
    seed: 2,
    inputs: made.outputs,
    outputs: [{ address: keyAddress(3, 4), tokens: 5n }],
  });

  it("is noticed by a spent token that was never made", () => {
    expect(secondOf([made, moved])).toMatchObject({ ok: true });
    const result = secondOf([moved]);
    expect(result).toMatchObject({ ok: false });
    expect(!result.ok && result.problem).toMatch(/an earlier one was never seen/);
  });

  it("is noticed by a transaction listed twice, and by a block of another fork", () => {
    expect(secondOf([made, made])).toMatchObject({
      ok: false,
      problem: expect.stringMatching(/listed twice/),
    });
    const block = { ...snapshotBlock(2), hash: blockHash(99) };
    expect(secondOf([made, moved], { block })).toMatchObject({
      ok: false,
      problem: expect.stringMatching(/not in the snapshot's/),
    });
  });

  it("is noticed by a block that is in the state already, or is past the one that is replayed to", () => {
    const state = emptyState();
    const terms = { rules: testRules(), intervalMs: CHAIN_INTERVAL_MS };
    const replay = (transactions: ChainTransaction[], upTo: number) =>
      replayPortion(state, { transactions, latePlays: [] }, terms, snapshotBlock(upTo));
    expect(replay([made, moved], 1)).toMatch(/not in one of 0 to 1/);
    expect(replay([made], 1)).toBeNull();
    expect(replay([made], 2)).toMatch(/not in one of 2 to 2/);
  });

  it("is noticed by a transaction in two blocks, whose tokens would be there twice", () => {
    const again = { ...made, block: { ...made.block, hash: blockHash(2), height: 2 } };
    const state = emptyState();
    const terms = { rules: testRules(), intervalMs: CHAIN_INTERVAL_MS };
    const replay = (one: ChainTransaction) =>
      replayPortion(state, { transactions: [one], latePlays: [] }, terms, snapshotBlock(2));
    expect([made, again].map(replay)).toEqual([null, expect.stringMatching(/made twice/)]);
  });
});

describe("compareCalculations", () => {
  const play = transaction({ seed: 3, inputs: [funding(keyAddress(1, 2), 9n)], outputs: [game] });
  const mint = (tokens: bigint) => transaction({ seed: 1, outputs: [{ address: keyAddress(1, 2), tokens }] });
  const other = transaction({ seed: 2, outputs: [{ address: keyAddress(5, 6), tokens: 7n }] });
  const otherPlay = transaction({ seed: 4, inputs: [funding(keyAddress(5, 6), 9n)], outputs: [game] });
  const calculation = (transactions: readonly ChainTransaction[]) => {
    const result = secondOf(transactions);
    if (!result.ok) throw new Error(result.problem);
    return result.calculation;
  };
  const base = calculation([mint(7n), other, play, otherPlay]);

  it("says which line, which field, and both values", () => {
    const differences = compareCalculations(base, calculation([mint(8n), other, play, otherPlay]));
    expect(differences).toContainEqual({
      part: "line",
      key: keyAddress(1, 2),
      field: "earnedLovelace",
      first: "50000000",
      second: "53333333",
    });
    expect(differences).toContainEqual({
      part: "total",
      key: "supply",
      field: "supply",
      first: "14",
      second: "15",
    });
  });

  it("says what is missing in one of them", () => {
    const differences = compareCalculations(base, calculation([mint(7n), other, play]));
    expect(differences).toContainEqual({
      part: "line",
      key: keyAddress(5, 6),
      field: "reason",
      first: "payable",
      second: null,
    });
  });

  it("notices the same lines in another order", () => {
    const turned = { ...base, lines: [...base.lines].reverse() };
    expect(compareCalculations(base, turned)).toMatchObject([{ field: "order" }]);
  });

  it("compares the holdings of two sources, whatever their order and split", () => {
    const [a, b] = [keyAddress(1), keyAddress(2)];
    const first = [
      { address: a, quantity: 3n },
      { address: b, quantity: 1n },
      { address: a, quantity: 2n },
    ];
    expect(
      compareHoldings(first, [
        { address: b, quantity: 1n },
        { address: a, quantity: 5n },
      ]),
    ).toEqual([]);
    expect(
      compareHoldings(first, [
        { address: a, quantity: 5n },
        { address: b, quantity: 2n },
      ]),
    ).toEqual([{ part: "holding", key: b, field: "quantity", first: "1", second: "2" }]);
  });
});
