import { describe, expect, it } from "vitest";
import { UPKEEP_NAMES, type UpkeepName } from "@/db/schema";
import { type Health, type HealthState, healthPart } from "@/server/domain/health/part";
import type { ChannelView } from "../../alerts/read-channels";
import type { SourceView } from "../../sources/read-sources";
import { judgeChannel } from "./channel-rules";
import { findInPart } from "./from-part";
import { judgeCertificate, judgeUpkeep } from "./judge-ages";
import { judgeErrors } from "./judge-errors";
import { judgeDatabaseClock, judgeDisk } from "./judge-machine";
import { judgeSignIns } from "./judge-sign-ins";
import { judgeAway, judgeUnwell } from "./source-rules";

const NOW = 1_700_000_000_000;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const healthOf = (state: HealthState, name: "engine" | "source" | "sources" = "engine"): Health => {
  return { state, parts: [healthPart(name, { state, fact: "It is so.", next: "Do this." })] };
};

describe("a rule that takes a part's word", () => {
  const mapping = { kind: "engine-silent", part: "engine" } as const;
  it.each<[HealthState, unknown]>([
    ["ok", []],
    ["waits", []],
    ["warning", [{ kind: "engine-silent", subject: "engine", fact: "It is so.", next: "Do this.", sinceMs: null }]],
    ["failing", [expect.objectContaining({ fact: "It is so." })]],
    ["unknown", [null]],
  ])("%s is %j", (state, expected) => {
    expect(findInPart(healthOf(state), mapping)).toEqual(expected);
  });

  it("a part that was not looked at is not known, as where the database is away", () => {
    expect(findInPart({ state: "failing", parts: [] }, mapping)).toEqual([null]);
  });
});

describe("errors", () => {
  it.each([
    ["one in a thousand, five of them now", { total: 5_000, failed: 5 }, 5, 1],
    ["less than one in a thousand", { total: 5_001, failed: 5 }, 5, 0],
    ["too few to tell", { total: 999, failed: 900 }, 900, 0],
    ["a burst that is over", { total: 5_000, failed: 500 }, 4, 0],
    ["nothing at all", { total: 0, failed: 0 }, 0, 0],
  ])("%s", (_what, ofDay, failed, expected) => {
    expect(judgeErrors(ofDay, { total: ofDay.total, failed })).toHaveLength(expected);
  });
});

describe("the machine", () => {
  it("a disk with less than a gibibyte is nearly full", () => {
    expect(judgeDisk({ machine: "vm", folder: "/srv" }, 1_073_741_824n)).toEqual([]);
    expect(judgeDisk({ machine: "vm", folder: "/srv" }, 1_073_741_823n)).toMatchObject([
      { subject: "vm:/srv", fact: "The disk of /srv on vm has 1023 MiB free." },
    ]);
  });

  it.each([
    [30_000, 0, []],
    [30_001, 0, ["The database's clock is 30 seconds ahead of that of vm."]],
    [-30_001, 0, ["The database's clock is 30 seconds behind that of vm."]],
    // A slow answer is no wrong clock.
    [40_000, 10_000, []],
    [40_001, 10_000, ["The database's clock is 40 seconds ahead of that of vm."]],
  ])("a clock %i ms ahead, asked within %i ms", (aheadMs, withinMs, expected) => {
    expect(judgeDatabaseClock("vm", { aheadMs, withinMs }).map(({ fact }) => fact)).toEqual(expected);
  });
});

describe("ages", () => {
  it.each([
    [21 * DAY, []],
    [21 * DAY - 1, ["The certificate of it ends in 20 days ("]],
    [3 * DAY, ["The certificate of it ends in 3 days ("]],
    [3 * DAY - 1, ["The certificate of it ends in 2 days, which is urgent ("]],
    [0, ["The certificate of it ended 0 seconds ago ("]],
    [-2 * DAY, ["The certificate of it ended 2 days ago ("]],
  ])("a certificate with %i ms left", (leftMs, expected) => {
    const found = judgeCertificate("it", NOW + leftMs, NOW).map(({ fact }) => fact.slice(0, fact.indexOf("(") + 1));
    expect(found).toEqual(expected);
  });

  const done = (what: UpkeepName, agoMs: number | null) => [{ what, doneMs: agoMs === null ? null : NOW - agoMs }];
  it.each<[UpkeepName, number, string]>([
    ["backup", 26 * HOUR, "backup-old"],
    ["drill", 100 * DAY, "drill-old"],
    ["operator-key", 365 * DAY, "key-old"],
    ["signer-key", 365 * DAY, "key-old"],
    ["secrets", 365 * DAY, "key-old"],
  ])("%s after %i ms", (what, mostMs, kind) => {
    expect(judgeUpkeep(done(what, mostMs), true, NOW)).toEqual([]);
    expect(judgeUpkeep(done(what, mostMs + 1), false, NOW)).toMatchObject([{ kind, subject: what, sinceMs: NOW - 1 }]);
  });

  it("what nobody has recorded is told on mainnet alone", () => {
    const never = UPKEEP_NAMES.map((what) => ({ what, doneMs: null }));
    expect(judgeUpkeep(never, false, NOW)).toEqual([]);
    expect(judgeUpkeep(never, true, NOW).map(({ subject }) => subject)).toEqual([...UPKEEP_NAMES]);
  });
});

describe("sign-ins", () => {
  const tries = (counts: readonly number[], name: string | null = "Ann") =>
    counts.map((count, at) => ({ userId: `id-${at}`, name, tries: count }));
  it.each<[string, ReturnType<typeof tries>, readonly string[]]>([
    ["as many as people forget", tries([20, 20, 10]), []],
    ["one account more than anybody would", tries([21]), ["id-0"]],
    ["many accounts a little", tries([20, 20, 11]), ["all"]],
    ["addresses that nobody has", tries([51], null), ["all"]],
    ["a few of these", tries([50], null), []],
    ["nothing", [], []],
  ])("%s", (_what, given, subjects) => {
    expect(judgeSignIns(given).map(({ subject }) => subject)).toEqual(subjects);
  });
});

describe("alert channels", () => {
  const MINUTE = 60_000;
  const view = (change: Partial<ChannelView>): ChannelView => ({
    name: "mail",
    kind: "smtp",
    audience: "staff",
    lowestPriority: 4,
    isEscalation: false,
    lastSentMs: null,
    waiting: 0,
    oldestWaitsMs: null,
    givenUpLately: 0,
    problem: null,
    ...change,
  });
  it.each<[string, Partial<ChannelView>, string | null]>([
    ["nothing to send", {}, null],
    ["a message that waits for its turn", { oldestWaitsMs: 60 * MINUTE }, null],
    ["one that fails, for three minutes", { oldestWaitsMs: 3 * MINUTE, problem: "refused" }, null],
    [
      "one that fails for longer",
      { oldestWaitsMs: 4 * MINUTE, problem: "refused" },
      "A message to mail has waited for 4 minutes: refused.",
    ],
    [
      "one that was given up",
      { givenUpLately: 1, problem: "404" },
      "A message to mail could not be sent in the last hour: 404.",
    ],
    ["two that were given up", { givenUpLately: 2 }, "2 messages to mail could not be sent in the last hour."],
  ])("%s", (_what, change, fact) => {
    expect(judgeChannel(view(change)).map((found) => found.fact)).toEqual(fact === null ? [] : [fact]);
  });
});

describe("sources", () => {
  const view = (change: Partial<SourceView>): SourceView => ({
    name: "blockfrost",
    server: "Blockfrost at one",
    hasBytes: true,
    state: "good",
    reason: null,
    sinceMs: NOW,
    nextTryMs: null,
    chosenMs: NOW,
    callsToday: null,
    ...change,
  });
  const two = (change: Partial<SourceView>) => [view({}), view({ name: "kupo", chosenMs: null, ...change })];

  it("of several, each that is not well is told by its name, besides one of another chain", () => {
    const unwell = (change: Partial<SourceView>) =>
      judgeUnwell(two(change), healthOf("ok", "sources")).map((found) => found?.fact);
    expect(unwell({})).toEqual([]);
    expect(unwell({ state: "away", reason: "no answer" })).toEqual(["Kupo is away: no answer."]);
    expect(unwell({ state: "behind" })).toEqual(["Kupo is behind."]);
    expect(unwell({ state: "differs" })).toEqual([]);
  });

  it("a single one is told by its own part", () => {
    expect(judgeUnwell([view({})], healthOf("warning", "source"))).toMatchObject([{ kind: "source-unwell" }]);
    expect(judgeAway([view({})], healthOf("failing", "source"))).toMatchObject([{ kind: "source-away" }]);
    expect(judgeAway([view({})], healthOf("unknown", "source"))).toEqual([null]);
  });

  it("where none can be read from, that is told once", () => {
    expect(judgeAway(two({}), healthOf("failing", "sources"))).toMatchObject([{ kind: "source-away" }]);
    expect(judgeAway(two({}), healthOf("warning", "sources"))).toEqual([]);
  });
});
