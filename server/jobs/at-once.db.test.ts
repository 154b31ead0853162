import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { dayTransition, jobRun } from "@/db/schema";
import { openInstance } from "@/server/testing/services/instance";
import { attemptsOf, stateOf } from "@/server/testing/services/look";
import { endNextDay } from "@/server/testing/services/steps";
import { verifyDay } from "@/server/testing/services/verify-day";
import { startWorld, type World } from "@/server/testing/services/world";
import { JOBS } from "./jobs";
import { JOB_NAMES, type JobName } from "./names";
import { runJob } from "./run-job";

const AT_ONCE = 50;
/** Callers of one step, over two instances. Each builds the transaction if there is one to build. */
const RACERS = 6;
const MOST_ROUNDS = 40;

let world: World;
let dayIndex: number;
beforeAll(async () => {
  world = await startWorld();
});
// Each test has its own day, in one world.
beforeEach(async () => {
  dayIndex = await endNextDay(world);
});
afterAll(() => world.stop());

/** Expects every state once, in order, and each transaction built once. */
async function expectOneStraightDay(): Promise<void> {
  const moves = await world.ctx.db
    .select()
    .from(dayTransition)
    .where(eq(dayTransition.dayIndex, dayIndex))
    .orderBy(dayTransition.id);
  expect(moves.map(({ toState }) => toState)).toEqual(
    "OPEN SNAPSHOT CALCULATED CHECKED PREVIEW PROPOSED APPROVED COMMITTED PAYING PAID".split(" "),
  );
  expect((await attemptsOf(world, dayIndex)).map(({ batchNo }) => batchNo)).toEqual([0, 1]);
  await verifyDay(world, dayIndex);
}

async function untilPaid(round: () => Promise<unknown>): Promise<void> {
  for (let rounds = 0; (await stateOf(world, dayIndex)) !== "PAID"; rounds++) {
    if (rounds > MOST_ROUNDS) throw new Error(`day ${dayIndex} is ${await stateOf(world, dayIndex)}`);
    await round();
    await world.control.mine(1);
  }
}

it(`${AT_ONCE} calls of every job at once, round after round, share the work and pay the day once`, async () => {
  await untilPaid(async () => {
    for (const name of JOB_NAMES) {
      const calls = Array.from({ length: AT_ONCE }, () => runJob(world.ctx, name));
      const [first, ...others] = await Promise.all(calls);
      expect(first?.result).not.toBe("needs-human");
      expect(others.every((answer) => answer === first)).toBe(true);
    }
  });
  await expectOneStraightDay();
});

it("two instances take every step of every job at the same moment: each stage happens once, no call fails", async () => {
  const other = await openInstance(world);
  /** Repeats one step by all racers at once while any of them has more to do. */
  const together = async (name: JobName) => {
    for (let again = true; again; ) {
      const contexts = Array.from({ length: RACERS }, (_, index) => (index % 2 ? other.ctx : world.ctx));
      const answers = await Promise.all(contexts.map((ctx) => JOBS[name](ctx)));
      expect(answers.filter(({ result }) => result === "needs-human")).toEqual([]);
      again = answers.some(({ result }) => result === "again");
    }
  };
  try {
    await untilPaid(async () => {
      for (const name of JOB_NAMES) await together(name);
    });
    await expectOneStraightDay();
    expect(await world.ctx.db.select().from(jobRun).where(eq(jobRun.result, "failed"))).toEqual([]);
  } finally {
    await other.close();
  }
});
