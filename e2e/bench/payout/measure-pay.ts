import { setTimeout as sleep } from "node:timers/promises";
import { and, eq, gt } from "drizzle-orm";
import { attempt } from "@/db/schema";
import { runJob } from "@/server/jobs/run-job";
import { oldestUnfinishedDay } from "@/server/services/day/oldest-unfinished-day";
import { JOB_NAMES, type JobName } from "@/server/services/job-names";
import { dayOf, stateOf } from "@/server/testing/services/look";
import { stepToState, stepUntil } from "@/server/testing/services/steps";
import { startWorld, type World } from "@/server/testing/services/world";
import { BLOCK_MS } from "@/server/testing/services/world-terms";
import { type Spent, say, timed } from "../timed";
import { startDevnetProcess } from "./devnet-process";
import type { Measured } from "./goals";
import { type OwnClock, ownClock } from "./own-time";
import { payingMany } from "./recipients";

/** SCHEDULER_INTERVAL_MS of a new installation. */
const ROUND_MS = 5_000;
/** So that what there was at genesis is not among the newest blocks, which are listed again with each new one. */
const BLOCKS_BEFORE = 50;
/** Far more than a day of the largest size takes. */
const MOST_BLOCKS = 1_000;

export type PaySize = { readonly recipients: number; readonly blockSeconds: number };

type Paid = Pick<Measured, "planSeconds" | "overheadMsPerTransaction" | "transactionsPerBlock">;

/**
 * A day that is planned, and then paid on a devnet whose blocks come by themselves, by rounds of jobs at the
 * scheduler's pace.
 */
export async function measurePay({ recipients, blockSeconds }: PaySize): Promise<Paid> {
  const options = { ...payingMany(recipients), blocksBefore: BLOCKS_BEFORE, startDevnet: startDevnetProcess };
  const made = await startWorld(options);
  const clock = ownClock(made.ctx.source);
  const world: World = { ...made, ctx: { ...made.ctx, source: clock.source } };
  try {
    const oldest = () => oldestUnfinishedDay(world.ctx.db);
    await stepUntil(world, async () => (await oldest())?.state === "CHECKED");
    const dayIndex = (await oldest())?.dayIndex ?? 0;
    const planned = await timed(() => stepToState(world, dayIndex, "PREVIEW"));
    const { batches, outputs } = await dayOf(world, dayIndex);
    say(`${outputs} recipients planned as ${batches} payments in ${inWords(planned)}`);
    await stepToState(world, dayIndex, "PAYING");
    const ownMs = await payAll(world, clock, { dayIndex, blockSeconds });
    const heights = await heightsOf(world, dayIndex);
    const blocks = Math.max(...heights) - Math.min(...heights) + 1;
    say(`${heights.length} payments in ${blocks} blocks`);
    return {
      planSeconds: oneDecimal(planned.ms / 1_000),
      overheadMsPerTransaction: oneDecimal(ownMs / heights.length),
      transactionsPerBlock: oneDecimal(heights.length / blocks),
    };
  } finally {
    await world.stop();
  }
}

type Paying = { readonly dayIndex: number; readonly blockSeconds: number };

/** From deciding on a payment until it is sent, and from seeing it in a block until it is CONFIRMED. */
const PAYING_JOBS: readonly JobName[] = ["advance", "confirm"];

/** Rounds of jobs until the day is PAID: every payment is CONFIRMED then. What paying cost of our own. */
async function payAll(world: World, clock: OwnClock, { dayIndex, blockSeconds }: Paying): Promise<number> {
  const { control, ctx } = world;
  const spent = new Map<JobName, Spent>();
  const latestMs = performance.now() + MOST_BLOCKS * blockSeconds * 1_000;
  await control.setSpeed(BLOCK_MS / (blockSeconds * 1_000));
  await control.resume();
  const isPaid = async () => (await stateOf(world, dayIndex)) === "PAID";
  while (!(await isPaid())) {
    const begunMs = performance.now();
    if (begunMs > latestMs) throw new Error(`day ${dayIndex} is not PAID after ${MOST_BLOCKS} blocks`);
    for (const name of JOB_NAMES) {
      // What the jobs then do is the next day's.
      if (await isPaid()) break;
      const before = clock.nowMs();
      const { cpuMs } = await timed(() => runJob(ctx, name));
      const known = spent.get(name) ?? { ms: 0, cpuMs: 0 };
      spent.set(name, { ms: known.ms + clock.nowMs() - before, cpuMs: known.cpuMs + cpuMs });
    }
    await sleep(Math.max(0, begunMs + ROUND_MS - performance.now()));
  }
  await control.pause();
  for (const [name, each] of spent) say(`  ${name} took ${inWords(each)}`);
  return PAYING_JOBS.reduce((sum, name) => sum + (spent.get(name)?.ms ?? 0), 0);
}

async function heightsOf({ ctx }: World, dayIndex: number): Promise<number[]> {
  const rows = await ctx.db
    .select({ height: attempt.ledgerHeight })
    .from(attempt)
    .where(and(eq(attempt.dayIndex, dayIndex), eq(attempt.state, "CONFIRMED"), gt(attempt.batchNo, 0)));
  return rows.flatMap(({ height }) => (height === null ? [] : [height]));
}

const oneDecimal = (value: number) => Math.round(value * 10) / 10;
const inWords = ({ ms, cpuMs }: Spent) => `${ms.toFixed(0)} ms, ${cpuMs.toFixed(0)} of our processor time`;
