import { afterAll, beforeAll, expect, it } from "vitest";
import { stateOf } from "@/server/testing/services/look";
import { liveUntil } from "@/server/testing/services/pass-time";
import { liveToState } from "@/server/testing/services/steps";
import { startWorld, type World } from "@/server/testing/services/world";
import { INTERVAL_MS } from "@/server/testing/services/world-terms";
import { readBacklog } from "../day/backlog";
import { listDays } from "./list-days";
import { readDay } from "./read-day";
import { readPoolView } from "./read-pool-view";

let world: World;
let first: number;
beforeAll(async () => {
  world = await startWorld({ approvers: "none" });
  first = world.firstDay;
  await liveToState(world, first, "PROPOSED");
  await liveUntil(world, async () => (await stateOf(world, first + 3)) === "OPEN");
});
afterAll(() => world.stop());

it("a day that has ended names the day that it waits for, and promises no time but its own end", async () => {
  const { days } = await listDays(world.ctx);
  const place = new Map(days.map(({ dayIndex, ended, waitsForDay }) => [dayIndex, { ended, waitsForDay }]));
  expect(place.get(first)).toEqual({ ended: true, waitsForDay: null });
  expect(place.get(first + 1)).toEqual({ ended: true, waitsForDay: first });
  expect(place.get(first + 2)).toEqual({ ended: true, waitsForDay: first });
  expect(place.get(first + 3)).toEqual({ ended: false, waitsForDay: null });
  for (const dayIndex of [first + 1, first + 3]) {
    const { schedule, endMs } = await readDay(world.ctx, { day: String(dayIndex) });
    expect(schedule).toEqual({ dayEndMs: endMs, previewUntilMs: null, approvalDueMs: null, deadlineMs: null });
  }
});

it("a published day has all of its times, and the pool's page names every unpaid day and what the first waits for", async () => {
  const { schedule } = await readDay(world.ctx, { day: String(first) });
  expect(Object.values(schedule).every((ms) => ms !== null)).toBe(true);
  const view = await readPoolView(world.ctx);
  expect(view?.late).toEqual({ days: 3, oldestDay: first, newestDay: first + 2 });
  expect(view?.next).toMatchObject({ dayIndex: first, state: "PROPOSED", ended: true, times: schedule });
  expect(["approval-due", "signing-closes", "new-proposal"]).toContain(view?.next.moment.kind);
});

it("one day that is being paid is usual, and none is none", async () => {
  const { db } = world.ctx;
  const at = (dayIndex: number) => readBacklog(db, { timeMs: dayIndex * INTERVAL_MS, intervalMs: INTERVAL_MS });
  expect(await at(first + 1)).toEqual({ days: 1, oldestDay: first, newestDay: first });
  expect(await at(first)).toBeNull();
});
