import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { jobRun, roundTurn } from "@/db/schema";
import { openInstance } from "@/server/testing/services/instance";
import { startWorld, type World } from "@/server/testing/services/world";
import { startScheduler } from "./scheduler";
import { keepTurn, takeTurn } from "./take-turns";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());
beforeEach(async () => {
  await world.ctx.db.delete(roundTurn);
  await world.ctx.db.delete(jobRun);
});

const rounds = () => world.ctx.db.$count(jobRun, sql`job = 'metrics'`);

async function untilRounds(count: number): Promise<void> {
  while ((await rounds()) < count) await sleep(50);
}

it("a turn is one instance's until it gives it back, or shows no sign of life any more", async () => {
  const { db } = world.ctx;
  const take = (holder: string) => takeTurn(db, holder, 1_000);
  expect(await take("one")).toBe(true);
  expect(await take("other")).toBe(false);
  await keepTurn(db, "one", 0);
  expect(await take("other")).toBe(true);
  // It was stopped, and goes on: the turn is no longer its own.
  await keepTurn(db, "one", 0);
  expect(await take("one")).toBe(false);
  await db.update(roundTurn).set({ freeAt: sql`now() - interval '1 second'` });
  expect(await take("one")).toBe(true);
});

it("a turn that a wrong clock, or an instance with a longer interval, put far away is taken", async () => {
  const { db } = world.ctx;
  expect(await takeTurn(db, "one", 1_000)).toBe(true);
  await db.update(roundTurn).set({ freeAt: sql`now() + interval '30 minutes'` });
  expect(await takeTurn(db, "waits an hour", 3_600_000)).toBe(false);
  expect(await takeTurn(db, "other", 1_000)).toBe(true);
});

it("a round whose instance was killed is taken over by another", async () => {
  expect(await takeTurn(world.ctx.db, "killed in the middle of its round", 100)).toBe(true);
  const scheduler = startScheduler(world.ctx, { intervalMs: 100 });
  await untilRounds(1);
  await scheduler.stop(5_000);
});

it("two instances share the rounds: one each interval, and the other's go on when one ends", async () => {
  const other = await openInstance(world);
  const HOUR_MS = 3_600_000;
  const [first, second] = [world.ctx, other.ctx].map((ctx) => startScheduler(ctx, { intervalMs: HOUR_MS }));
  await untilRounds(1);
  await first?.stop(5_000);
  await second?.stop(5_000);
  expect(await rounds()).toBe(1);
  await world.ctx.db.update(roundTurn).set({ freeAt: sql`now()` });
  const third = startScheduler(other.ctx, { intervalMs: HOUR_MS });
  await untilRounds(2);
  await third.stop(5_000);
  await other.close();
});

it("a database that is away for a while ends no scheduler", async () => {
  let isAway = true;
  const db = new Proxy(world.ctx.db, {
    get: (target, key, receiver) => {
      if (isAway && key === "execute") throw new Error("the database is away");
      return Reflect.get(target, key, receiver);
    },
  });
  const scheduler = startScheduler({ ...world.ctx, db }, { intervalMs: 100 });
  await sleep(300);
  expect(await rounds()).toBe(0);
  isAway = false;
  await untilRounds(1);
  await scheduler.stop(5_000);
});
