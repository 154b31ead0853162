import { describe, expect, it } from "vitest";
import type { SourceView } from "../../sources/read-sources";
import { judgeSources } from "./judge-sources";

const NOW = 1_000_000_000;
const view = (change: Partial<SourceView> = {}): SourceView => ({
  name: "blockfrost",
  server: "Blockfrost at one",
  hasBytes: true,
  state: "good",
  reason: null,
  sinceMs: NOW - 120_000,
  nextTryMs: null,
  chosenMs: null,
  callsToday: null,
  ...change,
});
const first = (change: Partial<SourceView> = {}) => view({ chosenMs: NOW - 60_000, ...change });
const second = (change: Partial<SourceView> = {}) => view({ name: "blockfrost-backup", ...change });
const AWAY = { state: "away", reason: "no answer to tip", chosenMs: null } as const;

it("a single source is told by its own part", () => {
  expect(judgeSources([first()], NOW)).toEqual([]);
});

describe("several sources", () => {
  it.each<[string, readonly SourceView[], string, { readonly fact: RegExp; readonly next?: RegExp }]>([
    ["all are well", [first(), second()], "ok", { fact: /^blockfrost is read from; all 2 chain sources answer\.$/ }],
    [
      "another is read from",
      [first(AWAY), second({ chosenMs: NOW - 60_000 })],
      "warning",
      {
        fact: /^blockfrost-backup is read from for 1 minute, in place of blockfrost\. Blockfrost is away, for 2 minutes: no/,
        next: /used again once it has answered well for a minute/,
      },
    ],
    ["the other one is away", [first(), second(AWAY)], "warning", { fact: /is away/, next: /If blockfrost failed/ }],
    ["none can be read from", [first(AWAY), second(AWAY)], "failing", { fact: /^No chain source/, next: /SOURCES/ }],
    [
      "one tells another chain",
      [first(), second({ state: "differs" })],
      "warning",
      { fact: /another chain/, next: /Find out/ },
    ],
  ])("%s", (_what, sources, state, { fact, next = /^$/ }) => {
    const [part] = judgeSources(sources, NOW);
    expect(part).toMatchObject({ name: "sources", state, fact: expect.stringMatching(fact) });
    expect(part?.next ?? "").toMatch(next);
  });
});
