import { isNull } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { assetUtxo } from "@/db/schema";
import type { Role } from "@/server/domain/people/roles";
import { JOBS } from "@/server/jobs/jobs";
import { someOf } from "@/server/testing/full";
import { addPerson } from "@/server/testing/services/add-person";
import { govern } from "@/server/testing/services/govern";
import { dayOf, snapshotOf, stateOf } from "@/server/testing/services/look";
import { takeSnapshotBack } from "@/server/testing/services/replace-snapshot";
import { endNextDay, liveToState, scan, stepToState, stepUntil } from "@/server/testing/services/steps";
import { releaseByTwo } from "@/server/testing/services/two-people";
import { verifyDay } from "@/server/testing/services/verify-day";
import { startWorld, type World } from "@/server/testing/services/world";
import { publicRouter } from "@/server/trpc/public";
import { appRouter } from "@/server/trpc/root";
import { takeSnapshot } from "../advance/internal/take-snapshot";
import { chainNow } from "../chain-now";
import { loadLivePool } from "../pool/load-pool";
import { readDay } from "../published/read-day";
import { operationsInForce, rulesInForce } from "../settings-in-force";
import { releaseDay } from "./release-day";
import { stopDay } from "./stop-day";

const REASON = "We do not trust the day's plays yet.";

let world: World;
let dayIndex: number;
let [ann, ben, olga]: string[] = [];
beforeAll(async () => {
  world = await startWorld({ potLovelace: 200_000_000n, operations: { deadlineMs: 120_000 } });
  const { db } = world.ctx;
  ann = await addPerson(db, "Ann", "approver");
  ben = await addPerson(db, "Ben", "approver");
  olga = await addPerson(db, "Olga", "operator");
});
// Each test has its own days, in one world.
beforeEach(async () => {
  dayIndex = await endNextDay(world);
});
afterAll(() => world.stop());

const stop = () => stopDay(world.ctx, { dayIndex, userId: olga ?? "", reason: "the plays look wrong" });
const ask = (userId = ann, reason = REASON) =>
  releaseDay(world.ctx, { dayIndex, userId: userId ?? "", act: { kind: "request", exit: "close", reason } });
const confirm = (userId = ben) => releaseDay(world.ctx, { dayIndex, userId: userId ?? "", act: { kind: "confirm" } });
const close = async () => {
  await ask();
  await confirm();
};

/** The day carries all that it owes, the next day that pays pays it, and both reports say so. */
async function expectCarried(until: "PAID" | "FINAL" = "PAID"): Promise<void> {
  await liveToState(world, dayIndex, "CLOSED");
  const closed = await verifyDay(world, dayIndex);
  expect(closed.declared.closing).toEqual({ by: ["Ann", "Ben"], reason: REASON });
  expect(closed.batches).toEqual([]);
  expect(closed.lines.map(({ reason, payoutLovelace }) => [reason, payoutLovelace])).toEqual(
    world.players.filter(({ plays }) => plays).map(() => ["day-closed", 0n]),
  );
  await liveToState(world, dayIndex + 1, until);
  const next = await verifyDay(world, dayIndex + 1);
  expect(next.declared.closing).toBeNull();
  expect(next.previous).toMatchObject({ dayIndex, end: { kind: "closed" } });
  expect(next.totals).toMatchObject({
    openingLovelace: closed.totals.carriedLovelace,
    payoutLovelace: closed.totals.carriedLovelace + world.potLovelace,
  });
  await verifyDay(world, dayIndex);
}

it("two people close a stopped day: it pays nothing, and the next day pays all of it, once", async () => {
  await stepToState(world, dayIndex, "PREVIEW");
  await expect(ask()).rejects.toMatchObject({ code: "wrong-state" });
  await stop();
  await expect(ask(olga)).rejects.toThrow("you are operator; closing a day requires approver or admin");
  await expect(ask(ann, "no")).rejects.toMatchObject({ code: "bad-input" });
  expect(await ask()).toEqual({ kind: "requested" });
  await expect(confirm(ann)).rejects.toThrow(/A second person must confirm/);
  await expect(confirm(olga)).rejects.toMatchObject({ code: "not-allowed" });
  expect(await stateOf(world, dayIndex)).toBe("FROZEN");
  expect(await confirm()).toEqual({ kind: "released", state: "OPEN" });
  expect(await dayOf(world, dayIndex)).toMatchObject({
    closing: { by: ["Ann", "Ben"], reason: REASON },
    snapshotId: null,
    reportHash: null,
    stopReason: null,
    frozenFrom: null,
  });
  const { closing, schedule } = await readDay(world.ctx, { day: `${dayIndex}` });
  expect(closing).toEqual({ by: ["Ann", "Ben"], reason: REASON });
  expect(schedule).toMatchObject({ previewUntilMs: null, approvalDueMs: null, deadlineMs: null });
  await expectCarried("FINAL");
});

it("is closed as its page does it, and its public page says by whom and why", async () => {
  const call = (userId = "", role: Role = "approver") => {
    const who = { userId, name: "Somebody", email: "somebody@example.org", role, level: 2 } as const;
    const session = { ...who, sessionId: crypto.randomUUID(), steppedUp: true };
    return appRouter.createCaller({ services: world.ctx, session });
  };
  await stepToState(world, dayIndex, "PREVIEW");
  await call(olga, "operator").approval.stop({ dayIndex, reason: REASON });
  const request = { dayIndex, act: { kind: "request", exit: "close", reason: REASON } } as const;
  const confirmed = { dayIndex, act: { kind: "confirm" } } as const;
  await expect(call(olga, "operator").approval.release(request)).rejects.toMatchObject({ code: "FORBIDDEN" });
  // Their session is older than their role.
  await expect(call(olga).approval.release(request)).rejects.toMatchObject({ code: "FORBIDDEN" });
  await call(ann).approval.release(request);
  await expect(call(ann).approval.release(confirmed)).rejects.toMatchObject({ code: "FORBIDDEN" });
  expect(await call(ben).approval.release(confirmed)).toEqual({ kind: "released", state: "OPEN" });
  await expectCarried();
  const anybody = publicRouter.createCaller({ services: world.ctx, session: null });
  expect(await anybody.days.read({ day: `${dayIndex}` })).toMatchObject({
    state: "CLOSED",
    closing: { by: ["Ann", "Ben"], reason: REASON },
  });
  expect((await anybody.days.rewards({ day: `${dayIndex}` })).rewards[0]).toMatchObject({ reason: "day-closed" });
});

it("one that is signed is not closed while its plan can be committed, and is once a Cancel is final", async () => {
  await stepToState(world, dayIndex, "APPROVED");
  await stop();
  await expect(ask()).rejects.toThrow(/what was signed for day \d+ can still be committed: cancel it/);
  await govern(world, { kind: "cancel" });
  await stepUntil(world, async () => {
    await world.control.mine(1);
    return ask().then(
      () => true,
      () => false,
    );
  });
  await confirm();
  await expectCarried();
});

it("a difference of the two calculations stops a closed day too", async () => {
  await stepToState(world, dayIndex, "PREVIEW");
  await stop();
  await close();
  await stepToState(world, dayIndex, "CALCULATED");
  const { db } = world.ctx;
  const before = await db.select().from(assetUtxo).where(isNull(assetUtxo.spentHeight));
  await db.update(assetUtxo).set({ quantity: 999n }).where(isNull(assetUtxo.spentHeight));
  await JOBS.advance(world.ctx);
  expect(await dayOf(world, dayIndex)).toMatchObject({
    state: "FROZEN",
    stopReason: { kind: "second-calculation" },
    closing: { reason: REASON },
  });
  await db.delete(assetUtxo).where(isNull(assetUtxo.spentHeight));
  await db.insert(assetUtxo).values(before);
  await releaseByTwo(world, dayIndex);
  await expectCarried();
});

it("two people who have it read anew undo it: it is paid as any other day", async () => {
  await stepToState(world, dayIndex, "CALCULATED");
  await stop();
  await close();
  await stepToState(world, dayIndex, "CALCULATED");
  await stop();
  await releaseByTwo(world, dayIndex, "read-anew");
  expect((await dayOf(world, dayIndex)).closing).toBeNull();
  await liveToState(world, dayIndex, "PAID");
  const { declared, totals } = await verifyDay(world, dayIndex);
  expect(declared.closing).toBeNull();
  expect(totals.payoutLovelace).toBe(world.potLovelace);
});

it.each(someOf(["SNAPSHOT", "CALCULATED", "CHECKED"] as const, 1))(
  "a rollback takes the block of a closed day that is %s: it is read again, and still pays nothing",
  async (state) => {
    await stepToState(world, dayIndex, "PREVIEW");
    await stop();
    await close();
    await stepToState(world, dayIndex, state);
    await takeSnapshotBack(world, dayIndex);
    await world.control.mine(1);
    await scan(world);
    expect(await dayOf(world, dayIndex)).toMatchObject({ state: "OPEN", closing: { reason: REASON } });
    expect(await snapshotOf(world, dayIndex)).toBeNull();
    await expectCarried();
  },
);

it("an engine that saw the day before it was closed cannot read it as one that pays", async () => {
  const { ctx } = world;
  await scan(world);
  const seen = await dayOf(world, dayIndex);
  const [now, pool, inForce] = [await chainNow(ctx.db), await loadLivePool(ctx.db), await rulesInForce(ctx.db)];
  if (!now || !pool || !inForce) throw new Error("nothing was read");
  const { rules, version: rulesVersion } = inForce;
  const situation = { now, pool, rules, rulesVersion, operations: await operationsInForce(ctx.db) };
  await stop();
  await close();
  await expect(takeSnapshot(ctx, seen, situation)).rejects.toThrow(`day ${dayIndex} is no longer OPEN`);
  expect(await stateOf(world, dayIndex)).toBe("OPEN");
  await expectCarried();
});
