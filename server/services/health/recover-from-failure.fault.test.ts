import { readdir, utimes, writeFile } from "node:fs/promises";
import path from "node:path";
import { eq, isNull } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { auditEvent, outbox, sourceState } from "@/db/schema";
import { withTransaction } from "@/db/transaction";
import { runRound } from "@/server/jobs/run-job";
import { addPerson } from "@/server/testing/services/add-person";
import { attemptState, attemptsOf, stateOf } from "@/server/testing/services/look";
import { endNextDay, liveToState, scan, stepToState, stepUntil } from "@/server/testing/services/steps";
import { releaseByTwo } from "@/server/testing/services/two-people";
import { verifyDay } from "@/server/testing/services/verify-day";
import { startWorld, type World } from "@/server/testing/services/world";
import { pauseEngine } from "../engine-pause/pause-engine";
import { resumeEngine } from "../engine-pause/resume-engine";
import type { PayoutContext } from "../payout/payout-context";
import { type RecoveryInput, recoverFromFailure } from "./recover-from-failure";

let world: World;
let ann: string;
beforeAll(async () => {
  world = await startWorld();
  ann = await addPerson(world.ctx.db, "Ann", "admin");
});
afterAll(() => world.stop());

async function recover(change: Partial<RecoveryInput> = {}, ctx: PayoutContext = world.ctx) {
  const said: string[] = [];
  const recovery = await recoverFromFailure(ctx, {
    execute: true,
    readAgainFrom: null,
    actor: "cli:test",
    runJobs: async () => JSON.stringify(await runRound(ctx)),
    tell: (text) => said.push(text),
    ...change,
  });
  return { ...recovery, said };
}

it("says what it would do and does nothing, then does it: files, pending transactions, events, jobs", async () => {
  const dayIndex = await endNextDay(world);
  await stepUntil(world, async () => (await attemptState(world, dayIndex, 0)) === "BROADCAST");
  const part = path.join(world.reportDirectory, "dead.part");
  await writeFile(part, "half");
  await utimes(part, 1, 1);
  const events = () => world.ctx.db.$count(outbox, isNull(outbox.deliveredAt));
  const sent = async () =>
    (await attemptsOf(world, dayIndex)).map(({ txHash, broadcasts }) => `${txHash} ${broadcasts}`);
  const before = { sent: await sent(), events: await events() };

  const plan = await recover({ execute: false });
  expect(plan).toMatchObject({ ok: true, executed: false });
  expect(plan.said).toEqual([
    "Remove an unfinished file (.part) from the folder of reports.",
    `Send a pending transaction again, the same bytes: day ${dayIndex} batch 0 (batch 0 is the Commit).`,
    `Run every job once now, unless an engine is at work. This delivers ${before.events} events.`,
  ]);
  expect({ sent: await sent(), events: await events() }).toEqual(before);
  expect(await readdir(world.reportDirectory)).toContain("dead.part");

  const { ok, steps } = await recover({ runJobs: async () => "none" });
  expect(ok).toBe(true);
  expect(steps.map(({ done }) => done)).toEqual([true, true, true]);
  expect(await readdir(world.reportDirectory)).not.toContain("dead.part");
  const [commit] = await attemptsOf(world, dayIndex);
  expect(await sent()).toEqual([`${commit?.txHash} 2`]);

  await recover();
  expect(await events()).toBe(0);
  await liveToState(world, dayIndex, "PAID");
  await verifyDay(world, dayIndex);
});

it("sends nothing again while the engine is paused, and says what needs somebody", async () => {
  const dayIndex = await endNextDay(world);
  await stepUntil(world, async () => (await attemptState(world, dayIndex, 0)) === "BROADCAST");
  const input = { userId: ann, reason: "The Commit looks wrong." };
  await pauseEngine(world.ctx, input);
  const { said } = await recover({}, { ...world.ctx, oracle: null });
  expect(said.join("\n")).not.toMatch(/pending/);
  expect(said.join("\n")).toMatch(/The engine is paused, so that advance does nothing/);
  expect((await attemptsOf(world, dayIndex))[0]?.broadcasts).toBe(1);
  await resumeEngine(world.ctx, input);
  await liveToState(world, dayIndex, "PAID");
});

it("a step that fails is told, and keeps no other from being tried", async () => {
  const { ok, steps } = await recover({ runJobs: () => Promise.reject(new Error("no engine")) });
  expect(ok).toBe(false);
  expect(steps.at(-1)).toMatchObject({ done: false, answer: "no engine" });
});

it("reads again from a height: a signed day that was read there stops until two people release it, and is paid", async () => {
  const dayIndex = await endNextDay(world);
  await stepToState(world, dayIndex, "PROPOSED");
  const [state] = await world.ctx.db.select().from(sourceState);
  const from = (state?.height ?? 0) - 8;
  const contradiction = { kind: "gone", hash: "ab".repeat(32), height: from } as const;
  await withTransaction(world.ctx.db, (tx) => tx.update(sourceState).set({ contradiction, tries: 9 }));
  const stuck = await recover({ execute: false });
  expect(stuck.left).toContainEqual(
    expect.objectContaining({ name: "scan", next: expect.stringContaining(`--read-again-from ${from}`) }),
  );

  const { ok, said } = await recover({ readAgainFrom: from, runJobs: async () => "none" });
  expect(ok).toBe(true);
  expect(said.join("\n")).toMatch(`these days stop until two people release them: ${dayIndex}.`);
  const [row] = await world.ctx.db.select().from(auditEvent).where(eq(auditEvent.action, "scan.read-again"));
  expect(row).toMatchObject({ actor: "cli:test", details: { from, contradiction: "gone" } });
  await scan(world);
  expect(await stateOf(world, dayIndex)).toBe("FROZEN");
  const { left } = await recover();
  expect(left.map(({ name }) => name)).toContain("stopped days");
  await releaseByTwo(world, dayIndex);
  await liveToState(world, dayIndex, "PAID");
  await verifyDay(world, dayIndex);
});

it("reads nothing again that a rollback could not reach", async () => {
  const { ok, steps } = await recover({ readAgainFrom: 1, runJobs: async () => "none" });
  expect(ok).toBe(false);
  expect(steps[0]).toMatchObject({ done: false, answer: expect.stringMatching(/read again from a block between/) });
});
