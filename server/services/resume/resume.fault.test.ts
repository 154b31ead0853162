import { eq } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { approval } from "@/db/schema";
import { addPerson } from "@/server/testing/services/add-person";
import { govern } from "@/server/testing/services/govern";
import { attemptState, attemptsOf, dayOf, stateOf } from "@/server/testing/services/look";
import { withOracle } from "@/server/testing/services/oracles";
import { readPoolMoves, takeMoveBack } from "@/server/testing/services/pool-moves";
import { endNextDay, liveToState, scan, stepToState, stepUntil } from "@/server/testing/services/steps";
import { verifyDay } from "@/server/testing/services/verify-day";
import { startWorld, type World } from "@/server/testing/services/world";
import { advanceDays } from "../advance/advance-days";
import { readDayToApprove } from "../approval/read-day-to-approve";
import { openResumes } from "./open-resume";
import { mayResume, requestResume } from "./request-resume";

let world: World;
let userId: string;
let dayIndex: number;
beforeAll(async () => {
  const players = Array.from({ length: 5 }, (_, index) => ({ tokens: BigInt(index + 1) * 10n, plays: true }));
  world = await startWorld({
    players,
    potLovelace: 200_000_000n,
    operations: { mostOutputsInBatch: 2, mostInFlight: 1, deadlineMs: 240_000 },
  });
  userId = await addPerson(world.ctx.db, "Ann", "approver");
});
// Each test has its own day, in one world: its first batch is paid, and then its plan is cancelled.
beforeEach(async () => {
  dayIndex = await endNextDay(world);
  await stepUntil(world, async () => (await attemptState(world, dayIndex, 1)) === "IN_LEDGER");
  await govern(world, { kind: "cancel" });
  await stepToState(world, dayIndex, "PART_PAID");
});
afterEach(() => world.control.clearFaults());
afterAll(() => world.stop());

const ask = () => requestResume(world.ctx, { dayIndex, userId, reason: "the prizes of this day are awaited" });

async function kindsOfPlan(): Promise<(string | undefined)[]> {
  const { planDigest } = await dayOf(world, dayIndex);
  const moves = (await readPoolMoves(world)).filter(({ after }) => after.datum.plan === planDigest);
  return moves.map(({ redeemer }) => redeemer?.kind);
}

it("what a plan left unpaid is paid by the same plan, once oracle and approvers have signed that", async () => {
  expect(await mayResume(world.ctx, await dayOf(world, dayIndex), { role: "approver" })).toBe(true);
  const { left } = await readDayToApprove(world.ctx, { dayIndex, userId });
  expect(left).toMatchObject({ dayIndex, outputs: 3, lovelace: expect.any(BigInt) });
  const resumeBeforeMs = async () => (await readDayToApprove(world.ctx, { dayIndex, userId })).resumeBeforeMs;
  expect(await resumeBeforeMs()).toBeNull();
  const { deadlineMs } = await ask();
  expect(await resumeBeforeMs()).toBe(deadlineMs);
  await expect(ask()).rejects.toThrow("somebody has asked to resume this plan already");
  await liveToState(world, dayIndex, "FINAL");
  expect(await kindsOfPlan()).toEqual(["commit", "pay", "cancel", "resume", "pay", "pay"]);
  await verifyDay(world, dayIndex);
  await liveToState(world, dayIndex + 1, "PAID");
  expect((await verifyDay(world, dayIndex + 1)).open).toBeNull();
});

it("a Resume that has landed is no free money for the next day, before its own day is moved", async () => {
  await stepUntil(
    { ...world, ctx: { ...world.ctx, oracle: null } },
    async () => (await stateOf(world, dayIndex + 1)) === "PREVIEW",
  );
  const read = await dayOf(world, dayIndex + 1);
  await ask();
  await stepUntil(world, async () => (await world.control.state()).mempool.length > 0);
  await world.control.mine(1);
  await scan(world);
  for (let round = 0; round < 3; round++) {
    expect(await advanceDays(world.ctx)).toMatchObject({ detail: expect.stringMatching(/paying an earlier plan/) });
  }
  expect(await dayOf(world, dayIndex + 1)).toEqual(read);
  await liveToState(world, dayIndex + 1, "PAID");
  await verifyDay(world, dayIndex);
  expect((await verifyDay(world, dayIndex + 1)).open).toBeNull();
});

it("a rollback takes the Resume: the same bytes are sent again", async () => {
  await ask();
  await liveToState(world, dayIndex, "PAYING");
  const before = (await attemptsOf(world, dayIndex)).filter(({ kind }) => kind === "resume");
  await takeMoveBack(world, "resume");
  await world.control.mine(1);
  await scan(world);
  expect(await stateOf(world, dayIndex)).not.toBe("PAID");
  await liveToState(world, dayIndex, "FINAL");
  const after = (await attemptsOf(world, dayIndex)).filter(({ kind }) => kind === "resume");
  expect(after.map(({ txBytes }) => txBytes)).toEqual(before.map(({ txBytes }) => txBytes));
  await verifyDay(world, dayIndex);
});

it("a Resume that nobody signs holds the next plan until its deadline is over; then that pays the rest", async () => {
  const { approvers } = world.ctx;
  const unsigned = { ...world, ctx: { ...world.ctx, approvers: [] } };
  await ask();
  await stepUntil(unsigned, async () => (await stateOf(world, dayIndex + 1)) === "PREVIEW");
  expect(await advanceDays(unsigned.ctx)).toMatchObject({
    result: "waiting",
    detail: expect.stringMatching(/is being resumed/),
  });
  await stepUntil(unsigned, async () => (await openResumes(world.ctx.db)).length === 0, 300);
  expect(approvers.length).toBeGreaterThan(0);
  await govern(world, { kind: "cancel" });
  await liveToState(world, dayIndex, "CARRIED");
  await verifyDay(world, dayIndex);
});

it("is refused while the plan that would pay the rest too is being signed", async () => {
  await liveToState({ ...world, ctx: { ...world.ctx, approvers: [] } }, dayIndex + 1, "PROPOSED");
  expect(await mayResume(world.ctx, await dayOf(world, dayIndex), { role: "approver" })).toBe(false);
  await expect(ask()).rejects.toThrow(
    `the plan of day ${dayIndex + 1}, which pays this too, is being signed: cancel it`,
  );
  await liveToState(world, dayIndex, "CARRIED");
  await expect(ask()).rejects.toThrow(`day ${dayIndex} is “Rest carried over”`);
});

it.each(["never asked", "answer lost"] as const)(
  "is refused while the oracle was asked for that plan and has not answered (%s)",
  async (answer) => {
    await stepToState(withOracle(world, answer), dayIndex + 1, "PROPOSED");
    expect(await world.ctx.db.$count(approval, eq(approval.dayIndex, dayIndex + 1))).toBe(0);
    expect(await mayResume(world.ctx, await dayOf(world, dayIndex), { role: "approver" })).toBe(false);
    await expect(ask()).rejects.toThrow(`the plan of day ${dayIndex + 1}, which pays this too, is being signed`);
    await liveToState(world, dayIndex, "CARRIED");
    await verifyDay(world, dayIndex);
  },
);

it.each(["never asked", "answer lost"] as const)(
  "one that the oracle has not answered (%s) holds the next plan, is asked for word for word, and lands",
  async (answer) => {
    await ask();
    const asking = withOracle(world, answer);
    await stepUntil(asking, async () => (await stateOf(world, dayIndex + 1)) === "PREVIEW");
    expect(await advanceDays(asking.ctx)).toMatchObject({
      result: "waiting",
      detail: expect.stringMatching(/is being resumed/),
    });
    const again = withOracle(world, "answered");
    await liveToState(again, dayIndex, "FINAL");
    expect(new Set([...asking.asked, ...again.asked].filter(({ what }) => what === "resume").map(textOf)).size).toBe(1);
    expect(await kindsOfPlan()).toEqual(["commit", "pay", "cancel", "resume", "pay", "pay"]);
    await verifyDay(world, dayIndex);
  },
);

const textOf = ({ text }: { readonly text: string }) => text;

it("is asked for by those who may approve, with a reason", async () => {
  const id = await addPerson(world.ctx.db, "Vic", "viewer");
  await expect(requestResume(world.ctx, { dayIndex, userId: id, reason: "because I want it" })).rejects.toThrow(
    /viewer/,
  );
  await expect(requestResume(world.ctx, { dayIndex, userId, reason: " " })).rejects.toThrow(/reason/);
  await liveToState(world, dayIndex, "CARRIED");
});
