import { describe, expect, it } from "vitest";
import { chooseSource, isBehindOthers, type SourceHealth } from "./health";
import type { SourceName } from "./names";

const NOW = 1_000_000_000;
const health = (name: SourceName, change: Partial<SourceHealth> = {}): SourceHealth => {
  const state = change.state ?? "good";
  const base = { hasBytes: true, sinceMs: NOW - 3_600_000, nextTryMs: null, goodProbes: 0, chosenMs: null };
  return { name, ...base, ...change, state };
};
const first = (change: Partial<SourceHealth> = {}) => health("blockfrost", change);
const second = (change: Partial<SourceHealth> = {}) => health("blockfrost-backup", change);
const chosen = { chosenMs: NOW - 60_000 };
const read = (name: SourceName) => ({ kind: "read", name });

describe("the source that the next step reads from", () => {
  it("is the first that is good, at the beginning and when the one in use fails", () => {
    expect(chooseSource([first(), second()], NOW)).toEqual(read("blockfrost"));
    const away = { ...chosen, state: "away" as const, nextTryMs: NOW + 5_000 };
    expect(chooseSource([first(away), second()], NOW)).toEqual(read("blockfrost-backup"));
  });

  it.each<[string, Partial<SourceHealth>, SourceName]>([
    ["not at its first good answer", { goodProbes: 1, sinceMs: NOW - 70_000 }, "blockfrost-backup"],
    ["not before a minute", { goodProbes: 5, sinceMs: NOW - 59_000 }, "blockfrost-backup"],
    ["after several over a minute", { goodProbes: 3, sinceMs: NOW - 60_000 }, "blockfrost"],
    ["not while it is behind", { goodProbes: 3, state: "behind" }, "blockfrost-backup"],
    ["not while its quota is used up", { goodProbes: 3, state: "resting", nextTryMs: NOW + 1 }, "blockfrost-backup"],
  ])("is the first again: %s", (_what, change, expected) => {
    expect(chooseSource([first(change), second(chosen)], NOW)).toEqual(read(expected));
  });

  it("stays the one in use where both are good, whichever is first", () => {
    expect(chooseSource([second(chosen), first()], NOW)).toEqual(read("blockfrost-backup"));
    expect(chooseSource([first(chosen), second({ goodProbes: 99 })], NOW)).toEqual(read("blockfrost"));
  });

  it("is a doubtful one rather than none, and none that tells another chain", () => {
    const away = first({ ...chosen, state: "away", nextTryMs: NOW + 9_000 });
    expect(chooseSource([away, second({ state: "doubtful" })], NOW)).toEqual(read("blockfrost-backup"));
    expect(chooseSource([away, second({ state: "differs" })], NOW)).toEqual({ kind: "none", nextTryMs: NOW + 9_000 });
  });

  it("is never one without bytes; and a single one whatever it is", () => {
    const witness = second({ hasBytes: false });
    for (const state of ["away", "differs", "resting", "good"] as const) {
      expect(chooseSource([witness, first({ state })], NOW)).toEqual(read("blockfrost"));
    }
  });
});

it("a source is behind by ten blocks, and until it is near again", () => {
  expect([91, 90].map((tip) => isBehindOthers(tip, 100, false))).toEqual([false, true]);
  expect([96, 97].map((tip) => isBehindOthers(tip, 100, true))).toEqual([true, false]);
});
