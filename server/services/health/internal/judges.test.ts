import { expect, it } from "vitest";
import { makeAddress } from "@/server/domain/cardano/address";
import { parseRules } from "@/server/domain/rules/rules";
import { testRules } from "@/server/testing/services/world-terms";
import { type Backlog, judgeDays } from "./judge-days";
import { judgeOperator } from "./look-at-operator";
import { judgeRunway } from "./look-at-pool";
import { judgeClock } from "./look-at-source";
import { judgeEngine, judgeJob, type Run } from "./read-jobs";
import { judgeScan } from "./read-scan";
import { judgeWatch } from "./read-watch";

const NOW_MS = 1_000_000_000_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const GAME = makeAddress(0, { kind: "script", hash: "cd".repeat(28) }, null);

it.each([
  ["the same time", "mainnet", 0, "ok"],
  ["a block of two minutes ago", "preprod", -2 * MINUTE_MS, "ok"],
  ["a block from the future", "preview", MINUTE_MS, "warning"],
  ["an old newest block", "mainnet", -16 * MINUTE_MS, "warning"],
  ["a devnet, whose time is its own", "magic42", -HOUR_MS, "ok"],
] as const)("the clock, with %s", (_what, network, aheadMs, state) => {
  expect(judgeClock({ network, tipMs: NOW_MS + aheadMs, nowMs: NOW_MS }).state).toBe(state);
});

it.each([
  [0, 2, "ok", /At the newest block, 100\./],
  [1, 2, "ok", /1 block behind/],
  [10, 2, "ok", /10 blocks behind/],
  [11, 2, "warning", /Days do not move/],
  [31, 2, "failing", /31 blocks behind/],
  [0, 16, "unknown", /the last good run was 16 minutes ago/],
] as const)("the scan, %i blocks behind %i minutes ago", (lag, ageMinutes, state, words) => {
  const seen = { height: 100, tipHeight: 100 + lag, contradiction: null, tries: 0 };
  const part = judgeScan(seen, NOW_MS - ageMinutes * MINUTE_MS, NOW_MS);
  expect(part).toMatchObject({ state, fact: expect.stringMatching(words) });
});

it("the scan, where the source contradicts itself: at first that may pass", () => {
  const contradiction = { kind: "gone", hash: "ab", height: 7 } as const;
  const seen = { height: 100, tipHeight: 100, contradiction, tries: 1 };
  expect(judgeScan(seen, NOW_MS, NOW_MS)).toMatchObject({ state: "warning", next: null });
  const stuck = judgeScan({ ...seen, tries: 5 }, NOW_MS, NOW_MS);
  expect(stuck).toMatchObject({ state: "failing", next: expect.stringContaining("--read-again-from 7") });
});

it.each([
  [null, "failing"],
  [1, "ok"],
  [4, "warning"],
  [16, "failing"],
] as const)("the engine, whose last job ran %s minutes ago", (minutes, state) => {
  expect(judgeEngine(minutes === null ? null : NOW_MS - minutes * MINUTE_MS, NOW_MS).state).toBe(state);
});

const run = (result: string, agoMs: number): Run => ({
  result,
  detail: "so it is",
  stoppedDay: null,
  startedMs: NOW_MS - agoMs,
});

it.each<[string, readonly Run[], string]>([
  ["never run", [], "unknown"],
  ["well", [run("done", 0), run("failed", 9)], "ok"],
  ["waiting", [run("waiting", 0)], "waits"],
  ["failed once", [run("failed", 0), run("done", 9)], "warning"],
  ["failed often, for seconds", [0, 5_000, 10_000].map((ms) => run("failed", ms)), "warning"],
  ["failed twice in an hour", [0, HOUR_MS].map((ms) => run("failed", ms)), "warning"],
  ["failed often, for a minute", [0, 30_000, 60_000].map((ms) => run("failed", ms)), "failing"],
  ["not run for long", [run("done", HOUR_MS)], "unknown"],
])("a job that has %s", (_what, runs, state) => {
  expect(judgeJob("confirm", runs, NOW_MS).state).toBe(state);
});

const backlog: Backlog = {
  ended: 1,
  oldest: 5,
  lateMs: -HOUR_MS,
  dayTakesMs: 24 * HOUR_MS,
  approvalDueMs: null,
  reachedMs: NOW_MS,
  awaited: { who: "the engine", next: null, isStopped: false },
};

it.each<[string, Partial<Backlog>, string]>([
  ["one in time", {}, "ok"],
  ["one whose approvals are not due yet", { approvalDueMs: NOW_MS }, "ok"],
  ["one whose approvals are overdue", { approvalDueMs: NOW_MS - 1 }, "warning"],
  ["one that is stopped", { awaited: { who: "two people", next: null, isStopped: true } }, "warning"],
  ["two, though the first one's deadline is far", { ended: 2 }, "warning"],
  ["a late one", { lateMs: 1 }, "warning"],
  ["165, more than a day late", { ended: 165, lateMs: 25 * HOUR_MS }, "failing"],
])("days that ended and are not paid: %s", (_what, change, state) => {
  expect(judgeDays(null).state).toBe("ok");
  const part = judgeDays({ ...backlog, ...change });
  expect(part.state).toBe(state);
  if (part.state !== "ok")
    expect(part).toMatchObject({ href: "/admin/days/5", fact: expect.stringMatching(/Awaited/) });
});

const FIXED = { kind: "fixed", lovelace: "100000000" };
const SHARE = { kind: "share-of-pool", basisPoints: 1_000 };

it.each([
  { pot: FIXED, freeAda: 700n, state: "ok", words: /7 days of/ },
  { pot: FIXED, freeAda: 699n, state: "warning", words: /6 days of/ },
  { pot: FIXED, freeAda: 99n, state: "failing", words: /less than a day's prize and fees/ },
  { pot: SHARE, freeAda: 50n, state: "ok", words: /a share of the pool: 5\.00/ },
  { pot: SHARE, freeAda: 0n, state: "failing", words: /less than a day's prize/ },
])("the pool's runway: $pot.kind, $freeAda ADA free", ({ pot, freeAda, state, words }) => {
  const asText = (_key: string, value: unknown) => (typeof value === "bigint" ? `${value}` : value);
  const parsed = parseRules({ ...JSON.parse(JSON.stringify(testRules(GAME, 1n), asText)), pot });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  const part = judgeRunway({ rules: parsed.rules, free: freeAda * 1_000_000n, fees: 0n });
  expect(part).toMatchObject({ state, fact: expect.stringMatching(words) });
});

const OUTPUT = {
  ref: { txHash: "bb".repeat(32), index: 0 },
  address: "addr_test1",
  assets: {},
  inlineDatum: null,
  datumHash: null,
  referenceScriptHash: null,
};

it.each<[string, bigint[], { state: string; fact: RegExp; next: RegExp | null }]>([
  ["20 ADA in one", [20n], { state: "ok", fact: /collateral of 20\.00.*bears 2 scripts that fail/, next: null }],
  [
    "15 ADA in one",
    [15n],
    { state: "warning", fact: /bears 1 script that fails/, next: /Send another output of 15\.00/ },
  ],
  ["20 ADA in ten", Array(10).fill(2n), { state: "failing", fact: /no collateral/, next: /-- collateral --execute/ }],
  ["nothing", [], { state: "failing", fact: /no collateral/, next: /Send one output of at least 15\.00.*addr_test1/ }],
])("the operator's address with %s", (_what, ada, { state, fact, next }) => {
  const wallet = ada.map((amount) => ({ ...OUTPUT, lovelace: amount * 1_000_000n }));
  const held = { wallet, address: "addr_test1", collateralPercent: 150, maxFeeLovelace: 3_000_000n };
  const part = judgeOperator(held);
  expect(part).toMatchObject({ state, fact: expect.stringMatching(fact) });
  expect(part.next ?? "").toMatch(next ?? /^$/);
});

it.each<[string, { state: "ok" | "warning"; agoMs: number }[], string, RegExp]>([
  ["never ran", [], "warning", /No watch has run lately/],
  ["looks", [{ state: "ok", agoMs: 0 }], "ok", /^so it is$/],
  ["looked three minutes ago", [{ state: "ok", agoMs: 3 * MINUTE_MS }], "ok", /^so it is$/],
  ["was silent since", [{ state: "ok", agoMs: 3 * MINUTE_MS + 1 }], "warning", /3 minutes ago, so nobody is alerted/],
  [
    "tells nobody, of two",
    [
      { state: "ok", agoMs: 0 },
      { state: "warning", agoMs: 9 },
    ],
    "warning",
    /^so it is$/,
  ],
])("a watch that %s", (_what, seen, state, fact) => {
  const rows = seen.map(({ agoMs, ...said }) => {
    return { ...said, fact: "so it is", next: null, lookedAt: new Date(NOW_MS - agoMs) };
  });
  expect(judgeWatch(rows, NOW_MS)).toMatchObject({ state, fact: expect.stringMatching(fact) });
});
