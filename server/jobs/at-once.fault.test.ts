import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { jobRun } from "@/db/schema";
import { JOB_NAMES, type JobName } from "@/server/services/job-names";
import { openInstance } from "@/server/testing/services/instance";
import { endNextDay } from "@/server/testing/services/steps";
import { expectOneStraightDay, untilPaid } from "@/server/testing/services/straight-day";
import { startWorld, type World } from "@/server/testing/services/world";
import { JOBS } from "./jobs";
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

it(`${AT_ONCE} calls of every job at once, round after round, share the work and pay the day once`, async () => {
  await untilPaid({ world, dayIndex, mostRounds: MOST_ROUNDS }, async () => {
    for (const name of JOB_NAMES) {
      const calls = Array.from({ length: AT_ONCE }, () => runJob(world.ctx, name));
      const [first, ...others] = await Promise.all(calls);
      expect(first?.result).not.toBe("needs-human");
      expect(others.every((answer) => answer === first)).toBe(true);
    }
  });
  await expectOneStraightDay(world, dayIndex);
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
    await untilPaid({ world, dayIndex, mostRounds: MOST_ROUNDS }, async () => {
      for (const name of JOB_NAMES) await together(name);
    });
    await expectOneStraightDay(world, dayIndex);
    expect(await world.ctx.db.select().from(jobRun).where(eq(jobRun.result, "failed"))).toEqual([]);
  } finally {
    await other.close();
  }
});
