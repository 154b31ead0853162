import { setTimeout as sleep } from "node:timers/promises";
import { eq } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { approval, signRequest } from "@/db/schema";
import { IS_FULL } from "@/server/testing/full";
import { openInstance } from "@/server/testing/services/instance";
import { attemptState, attemptsOf, stateOf } from "@/server/testing/services/look";
import { type Runner, startRunner } from "@/server/testing/services/runner";
import { endNextDay, liveToState } from "@/server/testing/services/steps";
import { verifyDay } from "@/server/testing/services/verify-day";
import { startWorld, type World } from "@/server/testing/services/world";
import type { CrashPoint } from "../payout/payout-context";

const LOOK_EVERY_MS = 20;
const MOST_ROUNDS = 60;
/** Processes start one after the other, and each takes seconds. */
const TIMEOUT_MS = 300_000;

let world: World;
let dayIndex: number;
const running = new Set<Runner>();
beforeAll(async () => {
  world = await startWorld();
});
// Each test has its own day, in one world.
beforeEach(async () => {
  dayIndex = await endNextDay(world);
});
afterEach(async () => {
  await Promise.all([...running].map((runner) => runner.kill()));
  running.clear();
});
afterAll(() => world.stop());

async function start(crashPoint?: CrashPoint): Promise<Runner> {
  const runner = await startRunner(world, crashPoint);
  running.add(runner);
  return runner;
}

/** Mines one block per round of the process, so that time does not run ahead of a slow one. */
async function mineUntil(runner: Runner, until: () => boolean | Promise<boolean>): Promise<void> {
  for (let mined = 0; !(await until()); ) {
    if (mined > MOST_ROUNDS) throw new Error(`day ${dayIndex} is ${await stateOf(world, dayIndex)}`);
    if (runner.rounds() > mined) {
      await world.control.mine(1);
      mined++;
    }
    await sleep(LOOK_EVERY_MS);
  }
}

it(
  "kill -9 when a payout is stored, when it is sent, when it is in the ledger: each time the next process goes on",
  async () => {
    const moments = [
      ["payout-stored", "BUILT"],
      ["payout-broadcast", "BROADCAST"],
      ["payout-in-ledger", "BROADCAST"],
    ] as const;
    const bytes = new Set<string>();
    for (const [crashPoint, left] of moments) {
      const runner = await start(crashPoint);
      await mineUntil(runner, () => runner.ending() !== null);
      expect(runner.ending()).toEqual({ code: null, signal: "SIGKILL" });
      expect(await attemptState(world, dayIndex, 1)).toBe(left);
      for (const { txBytes } of await attemptsOf(world, dayIndex)) bytes.add(txBytes);
    }
    // The last one starts afresh too, in this process.
    const last = await openInstance(world);
    await liveToState({ ...world, ctx: last.ctx }, dayIndex, "PAID").finally(last.close);
    await verifyDay(world, dayIndex);
    const after = await attemptsOf(world, dayIndex);
    expect(new Set(after.map(({ txBytes }) => txBytes))).toEqual(bytes);
    expect(after.map(({ batchNo }) => batchNo)).toEqual([0, 1]);
  },
  TIMEOUT_MS,
);

it(
  "kill -9 when the oracle has signed and its answer is not stored: the next process asks for the same again",
  async () => {
    const { db } = world.ctx;
    const runner = await start("oracle-answered");
    await mineUntil(runner, () => runner.ending() !== null);
    expect(runner.ending()).toEqual({ code: null, signal: "SIGKILL" });
    expect(await stateOf(world, dayIndex)).toBe("PROPOSED");
    expect(await db.$count(approval, eq(approval.dayIndex, dayIndex))).toBe(0);
    const [asked] = await db.select().from(signRequest).where(eq(signRequest.dayIndex, dayIndex));
    await liveToState(world, dayIndex, "PAID");
    await verifyDay(world, dayIndex);
    expect(await db.select().from(signRequest).where(eq(signRequest.dayIndex, dayIndex))).toEqual([
      { ...asked, asked: 2, refused: 0 },
    ]);
    const signed = await db.select({ text: approval.text }).from(approval).where(eq(approval.role, "oracle"));
    expect(signed.map(({ text }) => text)).toContain(asked?.text);
  },
  TIMEOUT_MS,
);

// Long, and a variation of the test before: only in the long suite.
if (IS_FULL) {
  it(
    "kill -9 of one of two processes at a random moment: the other goes on, and it comes back",
    async () => {
      // A fixed sequence (Lehmer, 48271 mod 2^31 - 1), so that a failure can be repeated.
      let seed = 20_240_101;
      const next = (below: number) => {
        seed = (seed * 48_271) % 2_147_483_647;
        return seed % below;
      };
      const survivor = await start();
      let victim = await start();
      const rounds = 1 + next(2);
      await mineUntil(victim, () => victim.rounds() >= rounds);
      await sleep(next(500));
      await victim.kill();
      victim = await start();
      await mineUntil(survivor, async () => (await stateOf(world, dayIndex)) === "PAID");
      await Promise.all([survivor.end(), victim.end()]);
      await verifyDay(world, dayIndex);
    },
    TIMEOUT_MS,
  );
}
