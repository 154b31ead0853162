import { asc, eq, like } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { auditEvent, chainHold, chainRollback, chainSight, outbox, sourceHealth } from "@/db/schema";
import { runJob } from "@/server/jobs/run-job";
import { addPerson } from "@/server/testing/services/add-person";
import { endAfterNextStep } from "@/server/testing/services/killing-database";
import { attemptsOf, stateOf } from "@/server/testing/services/look";
import { endNextDay, liveToState, stepToState } from "@/server/testing/services/steps";
import { verifyDay } from "@/server/testing/services/verify-day";
import { startWorld, type World } from "@/server/testing/services/world";
import { healthCheck } from "../health/health-check";
import { findHold } from "./find-hold";
import { releaseHold } from "./release-hold";

let world: World;
let ann: string;
let ben: string;
let olga: string;
beforeAll(async () => {
  world = await startWorld({ operations: { mostRollback: 3 } });
  const { db } = world.ctx;
  ann = await addPerson(db, "Ann", "approver");
  ben = await addPerson(db, "Ben", "admin");
  olga = await addPerson(db, "Olga", "operator");
});
afterAll(() => world.stop());
beforeEach(async () => {
  for (const table of [sourceHealth, chainHold, chainRollback, chainSight]) await world.ctx.db.delete(table);
});

const job = (name: "scan" | "advance") => runJob(world.ctx, name);
const scanAll = async () => {
  while ((await job("scan")).result === "again");
};
const round = async () => {
  await scanAll();
  return job("advance");
};

const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000);

/** The newest block was seen so long ago, by an engine that looked all the time. */
async function standStill(minutes: number): Promise<void> {
  await job("scan");
  await job("advance");
  await world.ctx.db.update(chainSight).set({ newestAt: ago(minutes), lookedAt: ago(0) });
}

/** As if the chain had been well for some minutes already. */
const wellFor = (minutes: number) => world.ctx.db.update(chainHold).set({ wellSince: ago(minutes) });

const release = (userId: string, reason = "Another node shows the same blocks.") =>
  releaseHold(world.ctx, { userId, reason, nowMs: Date.now() });

const trail = async () => {
  const rows = await world.ctx.db
    .select()
    .from(auditEvent)
    .where(like(auditEvent.action, "payouts.%"))
    .orderBy(asc(auditEvent.sequence));
  return rows.map(({ actor, action }) => `${action} by ${actor}`);
};

it("a chain that stands still holds payouts at once; they go on once it has been well for long", async () => {
  const dayIndex = await endNextDay(world);
  await stepToState(world, dayIndex, "APPROVED");
  await world.ctx.db.update(chainSight).set({ newestAt: ago(16), lookedAt: ago(0) });
  await job("scan");
  // Two at once come to the same hold.
  const both = await Promise.all([job("advance"), runJob({ ...world.ctx }, "advance")]);
  for (const { result, detail } of both) {
    expect(result).toBe("waiting");
    expect(detail).toMatch(
      /^Payouts have been held since .* No source has told a new block since .* Nothing new is built/,
    );
  }
  expect(await stateOf(world, dayIndex)).toBe("APPROVED");
  expect(await attemptsOf(world, dayIndex)).toEqual([]);
  expect(await world.ctx.db.$count(chainHold)).toBe(1);
  expect(await trail()).toEqual(["payouts.held by job:advance"]);
  const events = await world.ctx.db.select().from(outbox).where(eq(outbox.event, "payouts.held"));
  expect(events).toHaveLength(1);
  const { parts } = await healthCheck(world.ctx, Date.now());
  const [chain, days, advance] = ["chain", "days", "job advance"].map((name) => parts.find((p) => p.name === name));
  expect(chain).toMatchObject({ state: "warning", fact: expect.stringMatching(/^Payouts have been held since/) });
  expect(days?.fact).toMatch(/Awaited: the chain, which is not well: payouts are held\.$/);
  expect(advance).toMatchObject({ state: "waits", toldBy: "chain" });

  await world.control.mine(1);
  expect((await round()).detail).toMatch(/The chain has been well since/);
  await wellFor(14);
  expect((await round()).result).toBe("waiting");
  expect(await attemptsOf(world, dayIndex)).toEqual([]);
  await wellFor(15);
  await round();
  expect(await findHold(world.ctx.db)).toBeNull();
  expect(await trail()).toEqual(["payouts.held by job:advance", "payouts.released by job:advance"]);
  await liveToState(world, dayIndex, "PAID");
  await verifyDay(world, dayIndex);
});

it("a chain that is not well again meanwhile has to be well for the whole time once more", async () => {
  await standStill(17);
  await job("advance");
  await world.control.mine(1);
  await round();
  await wellFor(14);
  await world.ctx.db.update(chainSight).set({ newestAt: ago(17), lookedAt: ago(0) });
  await job("advance");
  expect(await findHold(world.ctx.db)).toMatchObject({ wellSinceMs: null });
});

it("a deep rollback holds what is being paid; two people have it go on, and the next one holds it anew", async () => {
  const dayIndex = await endNextDay(world);
  await stepToState(world, dayIndex, "PAYING");
  const before = await attemptsOf(world, dayIndex);
  const deepRollback = async (blocks: number) => {
    await scanAll();
    await world.control.rollback(blocks, { drop: true });
    await world.control.mine(blocks + 1);
    return round();
  };
  expect((await deepRollback(3)).detail).not.toMatch(/held/);
  expect((await deepRollback(4)).detail).toMatch(/The chain took back 4 blocks, from block \d+ to \d+, at /);
  expect(await attemptsOf(world, dayIndex)).toHaveLength(before.length);

  await expect(release(olga)).rejects.toThrow("you are operator; releasing payouts requires approver or admin");
  await expect(release(ann, "so")).rejects.toThrow("give a reason of at least");
  expect(await release(ann)).toBe("asked");
  await expect(release(ann)).rejects.toThrow("Ann has already agreed. A second person must confirm.");
  expect((await round()).detail).toMatch(/Ann wants them to go on: “Another node/);
  expect(await release(ben)).toBe("released");
  await expect(release(ben)).rejects.toThrow("payouts are not held");
  expect((await trail()).slice(-3)).toEqual([
    "payouts.held by job:advance",
    `payouts.release-asked by user:${ann}`,
    `payouts.released by user:${ben}`,
  ]);
  // The rollback is news still; these two have accepted it.
  await round();
  expect(await findHold(world.ctx.db)).toBeNull();
  expect((await deepRollback(5)).detail).toMatch(/The chain took back 5 blocks/);
  await world.ctx.db.update(chainRollback).set({ writtenAt: ago(11) });
  await round();
  await wellFor(15);
  await liveToState(world, dayIndex, "PAID");
  await verifyDay(world, dayIndex);
});

it("a source that tells another chain holds payouts for as long as it does, and accepted once, not again before it agrees for long", async () => {
  const { db } = world.ctx;
  const source = { name: "kupo", server: "Kupo", place: 1, hasBytes: true, sinceMs: Date.now() } as const;
  const differs = { ...source, state: "differs", reason: "it tells another block 12" } as const;
  await db.insert(sourceHealth).values(differs);
  expect((await round()).detail).toMatch(
    /Kupo tells another chain than the one that we read: it tells another block 12/,
  );
  await release(ann);
  await release(ben);
  await round();
  expect(await findHold(db)).toBeNull();
  const say = async (state: "good" | "differs") => {
    await db.update(sourceHealth).set({ state });
    await round();
    return findHold(db);
  };
  // One that agrees in turn has not ended: what two people accepted stays so.
  for (const state of ["good", "differs", "good"] as const) expect(await say(state)).toBeNull();
  await wellFor(14);
  expect(await say("differs")).toBeNull();
  await say("good");
  await wellFor(15);
  expect(await say("good")).toBeNull();
  expect(await say("differs")).not.toBeNull();
});

it("an engine that is killed when it holds or releases leaves no half: the next one goes on", async () => {
  const { db } = world.ctx;
  const killed = async () => {
    const dying = await endAfterNextStep(db, () => {
      throw new Error("killed");
    });
    await expect(runJob({ ...world.ctx, db: dying }, "advance")).rejects.toThrow("killed");
  };
  await standStill(17);
  const before = (await trail()).length;
  await killed();
  expect(await findHold(db)).not.toBeNull();
  expect((await job("advance")).detail).toMatch(/^Payouts have been held since/);
  await world.control.mine(1);
  await round();
  await wellFor(15);
  await killed();
  expect(await findHold(db)).toBeNull();
  expect((await job("advance")).detail).not.toMatch(/held/);
  expect((await trail()).slice(before)).toEqual(["payouts.held by job:advance", "payouts.released by job:advance"]);
});
