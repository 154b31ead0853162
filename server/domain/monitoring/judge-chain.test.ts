import { describe, expect, it } from "vitest";
import type { ChainEvidence, SeenSource } from "./chain-evidence";
import { judgeChain } from "./judge-chain";

const MINUTE = 60_000;
const NOW = 1_700_000_000_000;
const BLOCK = 4_000;

const seen = (change: Partial<ChainEvidence> = {}): ChainEvidence => ({
  network: "mainnet",
  scan: { height: BLOCK, tip: { height: BLOCK, timeMs: NOW - 20_000 } },
  run: { atMs: NOW - 5_000, needsHuman: null },
  goodRunMs: NOW - 5_000,
  restMs: MINUTE,
  sources: [],
  sight: { newestMs: NOW - 20_000, behindSinceMs: null },
  rollbacks: [],
  mostRollback: 10,
  ...change,
});
const tipAged = (ageMs: number) => ({ height: BLOCK, tip: { height: BLOCK, timeMs: NOW - ageMs } });
const source = (change: Partial<SeenSource> = {}): SeenSource => ({
  name: "kupo",
  state: "good",
  reason: null,
  sinceMs: NOW - MINUTE,
  hasBytes: true,
  tip: { height: BLOCK, timeMs: NOW - 20_000 },
  lookedAtMs: NOW - MINUTE,
  ...change,
});
const kinds = (change: Partial<ChainEvidence>) => judgeChain(seen(change), NOW)?.map(({ kind }) => kind) ?? null;

it("a chain that goes on is well", () => {
  expect(kinds({})).toEqual([]);
});

describe("a stall", () => {
  // A quarter of an hour, and the rest in which nobody asks.
  it.each([
    [16 * MINUTE - 1, []],
    [16 * MINUTE, []],
    [16 * MINUTE + 1, ["stalled"]],
  ])("a newest block of %i ms is %j", (ageMs, expected) => {
    expect(kinds({ scan: tipAged(ageMs) })).toEqual(expected);
  });

  it("begins with the newest block that any source told", () => {
    const others = [source({ tip: { height: BLOCK + 3, timeMs: NOW - 17 * MINUTE } })];
    const found = judgeChain(seen({ scan: tipAged(60 * MINUTE), sources: others }), NOW);
    expect(found).toEqual([{ kind: "stalled", sinceMs: NOW - 17 * MINUTE }]);
  });

  it.each<[string, Partial<SeenSource>, readonly string[]]>([
    ["another source has newer blocks", {}, []],
    ["that source was asked long ago", { lookedAtMs: NOW - 7 * MINUTE }, ["stalled"]],
    ["that source is in doubt, and may invent its tip", { state: "doubtful" }, ["stalled"]],
    ["that source tells a block of the future", { tip: { height: BLOCK, timeMs: NOW + MINUTE } }, ["stalled"]],
    ["that source has never answered", { tip: null }, ["stalled"]],
  ])("%s", (_what, change, expected) => {
    expect(kinds({ scan: tipAged(60 * MINUTE), sources: [source(change)] })).toEqual(expected);
  });

  it("is not known where nothing was heard lately: neither that, nor that all is well", () => {
    expect(kinds({ goodRunMs: NOW - 4 * MINUTE, scan: tipAged(60 * MINUTE) })).toBeNull();
    expect(kinds({ goodRunMs: null })).toBeNull();
    expect(kinds({ scan: null })).toBeNull();
    // A clock that was put back an hour makes no run of the future a fresh one.
    expect(kinds({ goodRunMs: NOW + 60 * MINUTE })).toBeNull();
  });

  it("of a devnet is by when this machine saw the newest block, whatever time the block has", () => {
    const devnet = (change: Partial<ChainEvidence>) => kinds({ network: "magic42", ...change });
    const ahead = { height: BLOCK, tip: { height: BLOCK, timeMs: NOW + 400 * 24 * 60 * MINUTE } };
    const sightAged = (ageMs: number) => ({ newestMs: NOW - ageMs, behindSinceMs: null });
    expect(devnet({ scan: ahead, sight: sightAged(16 * MINUTE) })).toEqual([]);
    expect(devnet({ scan: ahead, sight: sightAged(16 * MINUTE + 1) })).toEqual(["stalled"]);
    expect(devnet({ scan: tipAged(400 * 24 * 60 * MINUTE) })).toEqual([]);
    expect(devnet({ sight: null })).toBeNull();
  });
});

describe("signs of a fork", () => {
  it("a source that tells other blocks than ours, whatever else is known", () => {
    const reason = "it tells another block 3990";
    const found = judgeChain(seen({ goodRunMs: null, sources: [source({ state: "differs", reason })] }), NOW);
    expect(found).toEqual([{ kind: "fork", source: "kupo", reason, sinceMs: NOW - MINUTE }]);
  });

  it("a scan that needs somebody, as its source replaced more than a chain may", () => {
    const needsHuman = "The chain source has replaced at least 2200 blocks.";
    expect(kinds({ run: { atMs: NOW, needsHuman }, goodRunMs: null })).toEqual(["other-chain"]);
    expect(kinds({ run: { atMs: NOW - 4 * MINUTE, needsHuman } })).toEqual([]);
  });
});

describe("a rollback", () => {
  const back = (blocks: number, agoMs: number) => [{ fromHeight: BLOCK, toHeight: BLOCK - blocks, atMs: NOW - agoMs }];
  it.each([
    [10, MINUTE, []],
    [11, MINUTE, ["rollback"]],
    [11, 10 * MINUTE, ["rollback"]],
    [11, 10 * MINUTE + 1, []],
  ])("of %i blocks, %i ms ago, is %j", (blocks, agoMs, expected) => {
    expect(kinds({ rollbacks: back(blocks, agoMs) })).toEqual(expected);
  });
});

describe("a scan that is behind", () => {
  it.each([
    [null, []],
    [10 * MINUTE, []],
    [10 * MINUTE + 1, ["behind"]],
  ])("for %s ms is %j", (forMs, expected) => {
    const behindSinceMs = forMs === null ? null : NOW - forMs;
    expect(kinds({ sight: { newestMs: NOW, behindSinceMs } })).toEqual(expected);
  });
});
