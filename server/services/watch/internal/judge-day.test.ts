import { expect, it } from "vitest";
import type { DayInTurn } from "@/server/domain/monitoring/day-in-turn";
import { isCatchingUp } from "./day-rules";
import { judgeApprovals, judgeBehind, judgeOverdue } from "./judge-day";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const END_MS = 24 * HOUR_MS;
const DUE_MS = END_MS + 20 * HOUR_MS;

const day: DayInTurn = {
  dayIndex: 0,
  state: "PROPOSED",
  stateSinceMs: END_MS + 4 * HOUR_MS,
  totalLovelace: 5_000_000n,
  turnMs: END_MS,
  readableMs: END_MS + 2 * HOUR_MS,
  previewUntilMs: END_MS + 4 * HOUR_MS,
  approvalDueMs: END_MS + 12 * HOUR_MS,
  commitFromMs: 0,
  minWindowMs: HOUR_MS,
  settings: { intervalMs: END_MS, previewMs: 2 * HOUR_MS, approvalDueMs: 12 * HOUR_MS, deadlineMs: 20 * HOUR_MS },
  later: 0,
};
/** The watch's clock is an hour behind the chain's, as on a devnet. */
const at = (reachedMs: number, change: Partial<DayInTurn> = {}): Parameters<typeof judgeOverdue>[0] => ({
  day: { ...day, ...change },
  reachedMs,
  nowMs: reachedMs - HOUR_MS,
  awaited: { who: "approvers (1 of 2 approvals)" },
});

it("a day is overdue from 15 minutes after it was to be paid, and not before", () => {
  expect(judgeOverdue(at(DUE_MS + 15 * MINUTE_MS - 1))).toEqual([]);
  const [found] = judgeOverdue(at(DUE_MS + 15 * MINUTE_MS, { later: 2 }));
  expect(found).toMatchObject({
    kind: "day-overdue",
    subject: "day:0",
    fact: "Day 0 is “Awaiting approval” with 5.00\u00a0ADA owed, and was to be paid by 1970-01-02 20:00 UTC. 2 later days wait for it. Awaited: approvers (1 of 2 approvals).",
    next: expect.stringMatching("/admin/days/0$"),
  });
  // By the watch's clock.
  expect(found?.sinceMs).toBe(DUE_MS - HOUR_MS);
});

it("a day that nobody opened, and one that is stopped, are overdue as any other", () => {
  const late = DUE_MS + HOUR_MS;
  expect(judgeOverdue(at(late, { state: null, totalLovelace: null }))[0]?.fact).toMatch(
    /^Day 0 is not opened, and was/,
  );
  expect(judgeOverdue(at(late, { state: "FROZEN" }))).toHaveLength(1);
  expect(judgeOverdue(at(late, { totalLovelace: 0n }))).toEqual([]);
});

it("a day is behind from 15 minutes after it could have gone on", () => {
  expect(judgeBehind(at(END_MS + 12 * HOUR_MS + 15 * MINUTE_MS - 1))).toEqual([]);
  expect(judgeBehind(at(END_MS + 12 * HOUR_MS + 15 * MINUTE_MS))).toMatchObject([
    { kind: "day-behind", fact: expect.stringMatching(/^Day 0 is still “Awaiting approval”, 15 minutes after/) },
  ]);
});

it("empty slots around the day's end and its deadline make nothing late but what is unpaid", () => {
  // No block came for ten hours after the end, and then too few: there is nothing to read yet.
  const open = { state: "OPEN", readableMs: null, totalLovelace: null } as const;
  expect(judgeBehind(at(END_MS + 19 * HOUR_MS, open))).toEqual([]);
  // The block that made it readable came two minutes ago.
  const justNow = { ...open, readableMs: END_MS + 19 * HOUR_MS - 2 * MINUTE_MS };
  expect(judgeBehind(at(END_MS + 19 * HOUR_MS, justNow))).toEqual([]);
  // A chain that stands still over the deadline hides no unpaid day.
  expect(judgeOverdue(at(DUE_MS + 15 * MINUTE_MS, open))).toHaveLength(1);
});

it.each<[string, number, { given?: number; isOracleAwaited?: boolean }, RegExp | null]>([
  ["a moment before half of the time", 8 * HOUR_MS - 1, {}, null],
  ["at half of the time", 8 * HOUR_MS, {}, /it has 1 of 2 approvals\. They are due by 1970-01-02 12:00 UTC\.$/],
  ["at half of the time, with enough", 8 * HOUR_MS, { given: 2 }, null],
  ["at half of the time, without the oracle", 8 * HOUR_MS, { isOracleAwaited: true }, /the oracle has not signed/],
])("approvals %s", (_what, afterEndMs, change, words) => {
  const found = judgeApprovals(at(END_MS + afterEndMs), { given: 1, threshold: 2, isOracleAwaited: false, ...change });
  expect(found).toHaveLength(words === null ? 0 : 1);
  if (words) expect(found[0]).toMatchObject({ kind: "approval-late", fact: expect.stringMatching(words) });
});

it("only a proposed day waits for approvals", () => {
  const asked = { given: 0, threshold: 2, isOracleAwaited: false };
  expect(judgeApprovals(at(DUE_MS, { state: "APPROVED" }), asked)).toEqual([]);
});

it("a scan that is more than a day and a half behind says nothing of days", () => {
  expect(isCatchingUp(0, 36 * HOUR_MS)).toBe(false);
  expect(isCatchingUp(0, 36 * HOUR_MS + 1)).toBe(true);
});
