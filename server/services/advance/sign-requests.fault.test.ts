import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { approval, signRequest } from "@/db/schema";
import { addPerson } from "@/server/testing/services/add-person";
import { govern } from "@/server/testing/services/govern";
import { openInstance } from "@/server/testing/services/instance";
import { APPROVER_KEYS, signText } from "@/server/testing/services/keys";
import { dayOf, snapshotOf, stateOf } from "@/server/testing/services/look";
import { type Answer, withOracle } from "@/server/testing/services/oracles";
import { replaceSnapshot } from "@/server/testing/services/replace-snapshot";
import { slowEngine } from "@/server/testing/services/slow-engine";
import { endNextDay, liveToState, mineUntil, scan, stepToState } from "@/server/testing/services/steps";
import { releaseByTwo } from "@/server/testing/services/two-people";
import { verifyDay } from "@/server/testing/services/verify-day";
import { startWorld, type World } from "@/server/testing/services/world";
import { SECURITY_PARAM } from "@/server/testing/services/world-terms";
import { addApproval } from "../approval/add-approval";
import { readDayToApprove } from "../approval/read-day-to-approve";
import { stopDay } from "../day/stop-day";
import { advanceDays } from "./advance-days";

/* What the signers were asked for counts as signed, whether an answer came or not. */

let world: World;
let dayIndex: number;
beforeEach(async () => {
  world = await startWorld({ potLovelace: 200_000_000n, operations: { deadlineMs: 120_000 } });
  dayIndex = await endNextDay(world);
});
afterEach(() => world.stop());

const UNANSWERED = ["never asked", "answer lost"] as const;

/** The day's plan is asked for, and this comes of it. */
async function request(answer: Answer) {
  const asking = withOracle(world, answer);
  await stepToState(asking, dayIndex, "PROPOSED");
  return asking;
}

const requests = () => world.ctx.db.select().from(signRequest);
const signatures = () => world.ctx.db.select().from(approval);

/** Two people cannot have it read anew before a final block is past the deadline; then they can. */
async function readAnewOnceOver(): Promise<void> {
  await expect(releaseByTwo(world, dayIndex, "read-anew")).rejects.toThrow(/can still be committed|counts as signed/);
  const deadlineMs = Math.max(...(await requests()).map((row) => row.deadlineMs));
  await mineUntil(world, deadlineMs);
  await world.control.mine(SECURITY_PARAM - 2);
  await scan(world);
  await expect(releaseByTwo(world, dayIndex, "read-anew")).rejects.toThrow(/can still be committed|counts as signed/);
  await world.control.mine(3);
  await scan(world);
  await releaseByTwo(world, dayIndex, "read-anew");
}

describe.each(UNANSWERED)("a request whose question or answer was lost (%s)", (answer) => {
  it("is made again, word for word, and the day is paid by the plan that was asked for", async () => {
    const { asked } = await request(answer);
    const before = await dayOf(world, dayIndex);
    expect(await signatures()).toEqual([]);
    expect(await requests()).toMatchObject([
      { what: "plan", dayIndex, digest: before.planDigest, deadlineMs: before.deadlineMs, signedFor: before.signedFor },
    ]);
    const again = withOracle(world, "answered");
    await liveToState(again, dayIndex, "PAID");
    expect(again.asked.map(({ text, binding }) => ({ text, binding }))).toMatchObject(
      asked.length > 0 ? asked.map(({ text, binding }) => ({ text, binding })) : [{}],
    );
    expect((await dayOf(world, dayIndex)).planDigest).toBe(before.planDigest);
    expect(await requests()).toHaveLength(1);
    await verifyDay(world, dayIndex);
  });

  it("stops the day when a rollback takes its snapshot; it is read anew once the deadline is final", async () => {
    await request(answer);
    const { planDigest } = await dayOf(world, dayIndex);
    await replaceSnapshot(world, dayIndex);
    await scan(world);
    expect(await dayOf(world, dayIndex)).toMatchObject({ state: "FROZEN", frozenFrom: "PROPOSED" });
    await readAnewOnceOver();
    expect(await stateOf(world, dayIndex)).toBe("OPEN");
    await stepToState(world, dayIndex, "PREVIEW");
    // An oracle that signed before signs nothing else for a day, or until a Cancel.
    if (answer === "answer lost") await govern(world, { kind: "cancel" });
    await liveToState(world, dayIndex, "PAID");
    expect((await dayOf(world, dayIndex)).planDigest).not.toBe(planDigest);
    await verifyDay(world, dayIndex);
  });

  it("is void once a Cancel is final: the day is read again by itself", async () => {
    await request(answer);
    const { planDigest } = await dayOf(world, dayIndex);
    await govern(world, { kind: "cancel" });
    await scan(world);
    expect(await advanceDays(world.ctx)).toMatchObject({
      result: "waiting",
      detail: expect.stringMatching(/moved on/),
    });
    await stepToState(world, dayIndex, "OPEN");
    await liveToState(world, dayIndex, "PAID");
    expect((await dayOf(world, dayIndex)).planDigest).not.toBe(planDigest);
    await verifyDay(world, dayIndex);
  });

  it("is made again with a later deadline once that has passed, for the same plan", async () => {
    const asking = await request(answer);
    const first = await dayOf(world, dayIndex);
    await mineUntil(world, first.deadlineMs ?? 0);
    await stepUntilProposedAgain(asking, first.deadlineMs);
    const second = await dayOf(world, dayIndex);
    expect(second).toMatchObject({ state: "PROPOSED", planDigest: first.planDigest, signedFor: first.signedFor });
    expect((await requests()).map((row) => row.deadlineMs)).toEqual([first.deadlineMs, second.deadlineMs]);
    await liveToState(world, dayIndex, "PAID");
    await verifyDay(world, dayIndex);
  });

  it("is read again by itself if its snapshot is gone, people released it, and its deadline is final", async () => {
    const asking = await request(answer);
    const before = await snapshotOf(world, dayIndex);
    await replaceSnapshot(world, dayIndex);
    await scan(world);
    await releaseByTwo(world, dayIndex);
    const deadlineMs = (await dayOf(world, dayIndex)).deadlineMs ?? 0;
    await mineUntil(world, deadlineMs);
    await world.control.mine(SECURITY_PARAM - 2);
    await scan(world);
    expect(await advance(asking)).toMatchObject({
      result: "waiting",
      detail: expect.stringMatching(/which is final then/),
    });
    await stepToState(asking, dayIndex, "OPEN");
    await stepToState(asking, dayIndex, "PREVIEW");
    expect((await snapshotOf(world, dayIndex))?.hash).not.toBe(before?.hash);
  });
});

/** Until there is nothing more to do now: days that have ended meanwhile are opened first. */
async function advance({ ctx }: World) {
  for (;;) {
    const result = await advanceDays(ctx);
    if (result.result !== "again") return result;
  }
}

async function stepUntilProposedAgain(asking: World, deadlineMs: number | null): Promise<void> {
  for (let round = 0; round < 20; round++) {
    await scan(asking);
    await advanceDays(asking.ctx);
    if ((await dayOf(world, dayIndex)).deadlineMs !== deadlineMs) return;
    await world.control.mine(1);
  }
  throw new Error("it is not proposed again");
}

it("people sign nothing that the oracle has not signed, and are told since when it is asked", async () => {
  await request("answer lost");
  const [key] = APPROVER_KEYS;
  const signed = { publicKey: key?.publicKey ?? "", envelope: signText(key as never, "anything") };
  const act = { dayIndex, signed, via: "test", actor: "user:test" } as const;
  await expect(addApproval(world.ctx, act)).rejects.toMatchObject({ code: "wrong-state" });
  const userId = await addPerson(world.ctx.db, "Ann", "approver");
  const { text } = await readDayToApprove(world.ctx, { dayIndex, userId });
  expect(text).toMatchObject({ kind: "none", reason: expect.stringMatching(/oracle was asked.*has not answered/) });
});

it("a refusal is an answer: a stopped day is read anew at once", async () => {
  await request("refused");
  await stopDay(world.ctx, { dayIndex, userId: await addPerson(world.ctx.db, "Ann", "admin"), reason: "it refuses" });
  await releaseByTwo(world, dayIndex, "read-anew");
  expect(await stateOf(world, dayIndex)).toBe("OPEN");
  await liveToState(world, dayIndex, "PAID");
  await verifyDay(world, dayIndex);
});

it("a refusal takes back no earlier question whose answer was lost", async () => {
  await request("answer lost");
  const refusing = withOracle(world, "refused");
  expect(await advanceDays(refusing.ctx)).toMatchObject({
    result: "needs-human",
    detail: expect.stringMatching(/does not sign.*above my limit/),
  });
  expect(refusing.asked).toHaveLength(1);
  await stopDay(world.ctx, { dayIndex, userId: await addPerson(world.ctx.db, "Ann", "admin"), reason: "it refuses" });
  await expect(releaseByTwo(world, dayIndex, "read-anew")).rejects.toThrow(/counts as signed/);
});

it("two engines ask at once: one request, one signature, one payment", async () => {
  await stepToState(world, dayIndex, "PREVIEW");
  const other = await openInstance(world);
  const slow = slowEngine({ ...other.ctx, oracle: world.ctx.oracle }, "signPlan", 1);
  const held = advanceDays(slow.ctx);
  await slow.heldUp;
  expect(await advanceDays(world.ctx)).toMatchObject({ result: "again" });
  slow.goOn();
  await held;
  expect(await requests()).toMatchObject([{ asked: 2, refused: 0 }]);
  expect((await signatures()).filter(({ role }) => role === "oracle")).toHaveLength(1);
  await liveToState(world, dayIndex, "PAID");
  await other.close();
  await verifyDay(world, dayIndex);
});

it("an answer that comes when the pool has moved on makes nothing committable", async () => {
  await stepToState(world, dayIndex, "PREVIEW");
  const slow = slowEngine(world.ctx, "signPlan", 1);
  const held = advanceDays(slow.ctx);
  await slow.heldUp;
  await govern(world, { kind: "cancel" });
  await scan(world);
  slow.goOn();
  await held;
  const { planDigest } = await dayOf(world, dayIndex);
  await stepToState(world, dayIndex, "OPEN");
  await liveToState(world, dayIndex, "PAID");
  expect((await dayOf(world, dayIndex)).planDigest).not.toBe(planDigest);
  await verifyDay(world, dayIndex);
});
