import * as fc from "fast-check";
import { expect, it } from "vitest";
import {
  COINS_PER_BYTE,
  funding,
  GAME_ADDRESS,
  keyAddress,
  snapshotBlock,
  testRules,
  transaction,
} from "@/server/testing/domain/fixtures";
import { anyHistory, CHAIN_INTERVAL_MS, runHistory } from "@/server/testing/domain/random-chain";
import { anyPoolTerms, anyRules } from "@/server/testing/domain/random-rules";
import type { ChainTransaction } from "../ports";
import type { Rules } from "../rules/rules";
import { calculateSecond } from "./calculate";
import { readPart, replayKeyOf, writeParts } from "./checkpoint";
import { emptyState, type Portion, type ReplayState, type ReplayTerms, replayPortion } from "./replay";

const dayAt = (height: number) => Math.floor(snapshotBlock(height).timeMs / CHAIN_INTERVAL_MS);
const termsOf = (rules: Rules): ReplayTerms => ({ rules, intervalMs: CHAIN_INTERVAL_MS });

/** Each block's transactions, and the height at which it is known what they spent. */
type Known = { readonly transaction: ChainTransaction; readonly knownHeight: number };

/** What is told of blocks above one and up to another: as the tables tell it, in portions of a few blocks. */
function* portionsOf(all: readonly Known[], after: number, upTo: number, blocks: number): Generator<Portion> {
  const told = ({ transaction, knownHeight }: Known): ChainTransaction =>
    knownHeight <= upTo
      ? transaction
      : { ...transaction, inputs: transaction.inputs.map(({ ref }) => ({ ref, output: null })) };
  const at = ({ transaction }: Known) => transaction.block.height;
  for (let from = after; from < upTo; from += blocks) {
    const rows = all.filter((row) => at(row) > from && at(row) <= Math.min(from + blocks, upTo));
    yield { transactions: rows.map(told), latePlays: [] };
  }
  const late = all.filter((row) => at(row) <= after && row.knownHeight > after && row.knownHeight <= upTo);
  yield { transactions: [], latePlays: late.map(told) };
}

type Replay = { readonly all: readonly Known[]; readonly terms: ReplayTerms; readonly blocks: number };

function replayTo(state: ReplayState, { all, terms, blocks }: Replay, upTo: number): ReplayState {
  for (const portion of portionsOf(all, state.height, upTo, blocks)) {
    expect(replayPortion(state, portion, terms, snapshotBlock(upTo))).toBeNull();
  }
  state.height = upTo;
  return state;
}

/** As it is after it was written and read. */
function kept(state: ReplayState, terms: ReplayTerms, dayIndex: number): ReplayState {
  const read = { ...emptyState(), height: state.height };
  for (const text of writeParts(state, terms, dayIndex)) readPart(read, text);
  return read;
}

const textOf = (state: ReplayState, terms: ReplayTerms, dayIndex: number) => [...writeParts(state, terms, dayIndex)];

it("a replay from checkpoints at any heights is the same as one from the beginning, whenever players become known", () => {
  const anything = fc.tuple(
    anyHistory,
    anyRules,
    anyPoolTerms,
    fc.array(fc.nat(40), { maxLength: 3 }),
    fc.infiniteStream(fc.oneof(fc.constant(0), fc.nat(12))),
    fc.integer({ min: 1, max: 5 }),
  );
  const seen = { late: 0, pruned: 0, eligible: 0 };
  fc.assert(
    fc.property(anything, ([history, rules, poolTerms, stops, delays, blocks]) => {
      const { transactions, snapshot } = runHistory(history, rules);
      const { block, dayIndex } = snapshot;
      const terms = termsOf(rules);
      const all = transactions.map((made) => {
        const [delay = 0] = delays.take(1);
        return { transaction: made, knownHeight: made.block.height + delay };
      });
      const whole = replayTo(emptyState(), { all, terms, blocks: block.height }, block.height);

      let state = emptyState();
      // A checkpoint is of an earlier day than the one that goes on from it.
      const heights = [...new Set(stops)].sort((a, b) => a - b).filter((height) => dayAt(height) < dayIndex);
      for (const height of heights) {
        seen.late += all.filter((row) => row.transaction.block.height <= height && row.knownHeight > height).length;
        state = replayTo(state, { all, terms, blocks }, height);
        const before = textOf(state, terms, Number.MIN_SAFE_INTEGER).join();
        state = kept(state, terms, dayAt(height));
        if (textOf(state, terms, Number.MIN_SAFE_INTEGER).join() !== before) seen.pruned += 1;
      }
      state = replayTo(state, { all, terms, blocks }, block.height);

      expect(textOf(state, terms, dayIndex)).toEqual(textOf(whole, terms, dayIndex));
      const input = {
        rules,
        dayIndex,
        freePoolLovelace: 10n ** 12n,
        opening: [],
        open: [],
        poolTerms,
        isClosed: false,
      };
      const [first, second] = [whole, state].map((replay) =>
        calculateSecond({ ...input, replay, coinsPerUtxoByte: COINS_PER_BYTE }),
      );
      expect(second).toEqual(first);
      if (heights.length > 0) seen.eligible += first?.totals.eligibleIdentities ?? 0;
    }),
    { numRuns: 300 },
  );
  // Otherwise nothing of it was tried.
  expect(seen.late).toBeGreaterThan(50);
  expect(seen.pruned).toBeGreaterThan(20);
  expect(seen.eligible).toBeGreaterThan(50);
});

it("a state is cut into parts of 10,000 rows, and is written the same whatever way it was come by", () => {
  const terms = termsOf(testRules());
  const rows = Array.from(
    { length: 10_001 },
    (_, at) => [`${at}`.padStart(64, "0"), { address: "a", quantity: 2n ** 80n }] as const,
  );
  const state = { ...emptyState(), tokens: new Map(rows) };
  const turned = { ...emptyState(), tokens: new Map([...rows].reverse()) };
  const parts = textOf(state, terms, 0);
  expect(parts).toHaveLength(2);
  expect(textOf(turned, terms, 0)).toEqual(parts);
  expect(kept(turned, terms, 0)).toEqual(state);
});

it("from a checkpoint as well, tokens that nobody held are noticed", () => {
  const terms = termsOf(testRules());
  const made = transaction({ seed: 1, outputs: [{ address: keyAddress(1, 2), tokens: 5n }] });
  const moved = transaction({ seed: 2, inputs: made.outputs, outputs: [{ address: keyAddress(3, 4), tokens: 5n }] });
  const state = emptyState();
  const upTo = snapshotBlock(2);
  expect(replayPortion(state, { transactions: [made], latePlays: [] }, terms, upTo)).toBeNull();
  const read = kept(state, terms, 0);
  read.tokens.clear();
  const portion = { transactions: [moved], latePlays: [] };
  expect(replayPortion(read, portion, terms, upTo)).toMatch(/makes 5 tokens from nothing/);
  expect(replayPortion(kept(state, terms, 0), portion, terms, upTo)).toBeNull();
});

it("a player who became known late counts once, and brings no tokens", () => {
  const terms = termsOf(testRules());
  const outputs = [
    { address: GAME_ADDRESS, lovelace: 2_000_000n },
    { address: keyAddress(1, 2), tokens: 5n },
  ];
  const play = transaction({ seed: 1, inputs: [funding(keyAddress(1, 2), 9n)], outputs });
  const replay = { all: [{ transaction: play, knownHeight: 3 }], terms, blocks: 1 };
  const state = replayTo(emptyState(), replay, 2);
  expect(state.plays.size).toBe(0);
  replayTo(state, replay, 4);
  replayTo(state, replay, 6);
  expect([...state.plays.values()]).toEqual([{ total: 1, byDay: null }]);
  expect([...state.tokens.values()]).toEqual([{ address: keyAddress(1, 2), quantity: 5n }]);
});

it("the key tells rules apart that make another state, and no others", () => {
  const rules = testRules();
  const { participation } = rules;
  const keyOf = (change: Partial<Rules>, intervalMs = 1) => replayKeyOf({ rules: { ...rules, ...change }, intervalMs });
  const others = [
    keyOf({}),
    keyOf({}, 2),
    keyOf({ prizeAsset: "ab".repeat(30) }),
    keyOf({ gameAddress: keyAddress(1) }),
    keyOf({ participation: { ...participation, minimumLovelace: 1n } }),
    keyOf({ participation: { ...participation, playerDatumField: [0] } }),
    keyOf({ participation: { ...participation, windowDays: 3 } }),
  ];
  expect(new Set(others).size).toBe(others.length);
  const same = { participation: { ...participation, minimumPlays: 3 }, holding: { minimumQuantity: 9n } };
  expect(keyOf(same)).toBe(keyOf({}));
});
