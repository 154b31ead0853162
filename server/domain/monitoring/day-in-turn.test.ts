import { expect, it } from "vitest";
import { type DayInTurn, graceMs, movesByMs, paidByMs } from "./day-in-turn";

const HOUR_MS = 3_600_000;
const INTERVAL_MS = 24 * HOUR_MS;
const DAY = 20_000;
const END_MS = (DAY + 1) * INTERVAL_MS;

const day: DayInTurn = {
  dayIndex: DAY,
  state: "PREVIEW",
  stateSinceMs: END_MS + 2 * HOUR_MS,
  totalLovelace: 5n,
  turnMs: END_MS,
  readableMs: END_MS + 2 * HOUR_MS,
  previewUntilMs: END_MS + 4 * HOUR_MS,
  approvalDueMs: END_MS + 12 * HOUR_MS,
  commitFromMs: 0,
  minWindowMs: HOUR_MS,
  settings: { intervalMs: INTERVAL_MS, previewMs: 2 * HOUR_MS, approvalDueMs: 12 * HOUR_MS, deadlineMs: 20 * HOUR_MS },
  later: 0,
};

it.each<[string, Partial<DayInTurn>, number | null]>([
  ["in time, by its deadline after its end", {}, 20],
  ["whose report came late by our fault, by the same", { previewUntilMs: END_MS + 19 * HOUR_MS }, 20],
  ["whose turn came a little late, by the same", { turnMs: END_MS + 10 * HOUR_MS }, 20],
  ["that is caught up, a whole length after its turn", { turnMs: END_MS + 11 * HOUR_MS }, 31],
  ["that the contract takes later, as soon as a plan can be paid", { commitFromMs: END_MS + 30 * HOUR_MS }, 31],
  [
    "that is committed, whatever the next Commit waits for",
    { state: "PAYING", commitFromMs: END_MS + 30 * HOUR_MS },
    20,
  ],
  ["that is not calculated, by its deadline too", { state: "OPEN", totalLovelace: null }, 20],
  ["that pays nothing: never", { state: "CHECKED", totalLovelace: 0n }, null],
])("a day is paid: one %s", (_what, change, hours) => {
  expect(paidByMs({ ...day, ...change })).toBe(hours === null ? null : END_MS + hours * HOUR_MS);
});

it.each<[string, Partial<DayInTurn>, number | null]>([
  ["not opened, once its last block was deep enough", { state: null }, 2],
  ["open, once its last block was deep enough", { state: "OPEN" }, 2],
  ["open, while there are too few blocks: never", { state: "OPEN", readableMs: null }, null],
  ["open, and whose turn came later", { state: "OPEN", turnMs: END_MS + 5 * HOUR_MS }, 5],
  ["read", { state: "SNAPSHOT", stateSinceMs: END_MS + 3 * HOUR_MS }, 3],
  ["calculated", { state: "CALCULATED", stateSinceMs: END_MS + 3 * HOUR_MS }, 3],
  ["checked", { state: "CHECKED", stateSinceMs: END_MS + 3 * HOUR_MS }, 3],
  ["checked, and that pays nothing, once that is final", { state: "CHECKED", totalLovelace: 0n }, 38],
  ["in review, at its end", {}, 4],
  ["proposed, when approvals are due", { state: "PROPOSED" }, 12],
  ["approved", { state: "APPROVED", stateSinceMs: END_MS + 6 * HOUR_MS }, 6],
  ["approved, once the contract takes it", { state: "APPROVED", commitFromMs: END_MS + 9 * HOUR_MS }, 9],
  ["committed", { state: "COMMITTED", stateSinceMs: END_MS + 6 * HOUR_MS }, 6],
  ["being paid, which has its own deadline: never", { state: "PAYING" }, null],
  ["stopped: never", { state: "FROZEN" }, null],
])("a day goes on: one that is %s", (_what, change, hours) => {
  expect(movesByMs({ ...day, ...change })).toBe(hours === null ? null : END_MS + hours * HOUR_MS);
});

it("late is what is late by a quarter of an hour, or by a day of a devnet", () => {
  expect(graceMs(day)).toBe(15 * 60_000);
  expect(graceMs({ ...day, settings: { ...day.settings, intervalMs: 60_000 } })).toBe(60_000);
});
