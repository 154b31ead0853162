import { expect, it } from "vitest";
import { judgeBatches, type OpenAttempt } from "./judge-batches";

const MINUTE_MS = 60_000;
const SENT_MS = 1_000_000_000;
const sent: OpenAttempt = {
  dayIndex: 5,
  kind: "pay",
  batchNo: 2,
  txHash: "ab".repeat(32),
  sinceMs: SENT_MS,
  blocks: 5,
  isInLedger: false,
  canLand: true,
};
const at = (forMs: number, confirmDepth = 20) => ({ reachedMs: SENT_MS + forMs, nowMs: forMs, confirmDepth });

it.each<[string, Partial<OpenAttempt>, number, RegExp | null]>([
  ["sent a moment less than ten minutes ago", {}, 10 * MINUTE_MS - 1, null],
  [
    "sent ten minutes ago",
    {},
    10 * MINUTE_MS,
    /\(batch 2 of day 5\) was sent 10 minutes ago, .* the 5 blocks since\.$/,
  ],
  ["sent ten minutes ago, where blocks are few", { blocks: 4 }, 10 * MINUTE_MS, null],
  ["that can land no more", { canLand: false }, 40 * MINUTE_MS, /It can land no more, and is built again/],
  ["in a block for a moment less than an hour", { isInLedger: true }, 60 * MINUTE_MS - 1, null],
  ["in a block for an hour", { isInLedger: true }, 60 * MINUTE_MS, /not confirmed: 5 blocks deep\.$/],
])("a payment %s", (_what, change, forMs, words) => {
  const found = judgeBatches([{ ...sent, ...change }], at(forMs));
  expect(found).toHaveLength(words === null ? 0 : 1);
  if (words) expect(found[0]).toMatchObject({ subject: "day:5", fact: expect.stringMatching(words), sinceMs: 0 });
});

it("a depth that takes two hours to reach is waited for twice as long", () => {
  const open = [{ ...sent, isInLedger: true }];
  expect(judgeBatches(open, at(240 * MINUTE_MS - 1, 360))).toEqual([]);
  expect(judgeBatches(open, at(240 * MINUTE_MS, 360))).toHaveLength(1);
});

it("those that are built on it are one finding with it", () => {
  const chained = [3, 4, 5].map((batchNo) => ({ ...sent, batchNo, sinceMs: SENT_MS + batchNo, blocks: 5 }));
  const found = judgeBatches([...chained, sent], at(20 * MINUTE_MS));
  expect(found).toHaveLength(1);
  expect(found[0]?.fact).toMatch(/\(batch 2 of day 5\).* So are 3 more\.$/);
});
