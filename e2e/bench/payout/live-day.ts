import { desc, gte } from "drizzle-orm";
import { attempt, day, sourceState } from "@/db/schema";
import { JOBS } from "@/server/jobs/jobs";
import type { JobResult } from "@/server/services/job-result";
import { stateOf } from "@/server/testing/services/look";
import type { World } from "@/server/testing/services/world";
import { timed } from "../timed";
import { pagesSoFar } from "./count-pages";
import type { Cost, StepCosts } from "./step-costs";

export type Lab = { readonly world: World; readonly costs: StepCosts };

const MOST_BLOCKS = 200;

/** Lives through blocks until a day is FINAL, and measures each step of each job. */
export async function liveDay(lab: Lab, dayIndex: number): Promise<void> {
  for (let block = 0; block < MOST_BLOCKS; block++) {
    for (const name of ["scan", "confirm", "advance"] as const) {
      while ((await measureStep(lab, name)).result === "again");
    }
    // Once more, where nothing is new.
    for (const name of ["scan", "confirm"] as const) await measureStep(lab, name);
    if ((await stateOf(lab.world, dayIndex)) === "FINAL") return;
    await lab.world.control.mine(1);
  }
  throw new Error(`day ${dayIndex} is not FINAL after ${MOST_BLOCKS} blocks`);
}

async function measureStep(lab: Lab, name: "scan" | "confirm" | "advance"): Promise<JobResult> {
  const before = await look(lab);
  const { value, cost } = await measure(lab, () => JOBS[name](lab.world.ctx));
  lab.costs.add(`${name}: ${whatMoved(before, await look(lab))}`, cost);
  return value;
}

/** Of one call, without what counting costs. */
export async function measure<T>({ world }: Lab, work: () => Promise<T>): Promise<{ value: T; cost: Cost }> {
  const { db } = world.ctx;
  await pagesSoFar(db);
  const first = await pagesSoFar(db);
  const before = await pagesSoFar(db);
  const { value, cpuMs } = await timed(work);
  const after = await pagesSoFar(db);
  return { value, cost: { cpuMs, pages: after - before - (before - first) } };
}

type Seen = {
  readonly height: number;
  readonly days: ReadonlyMap<number, string>;
  readonly attempts: ReadonlyMap<string, string>;
};

const DAYS_SEEN = 8;

async function look({ world }: Lab): Promise<Seen> {
  const { db } = world.ctx;
  const [state] = await db.select({ height: sourceState.height }).from(sourceState);
  const { dayIndex } = day;
  const days = await db.select({ dayIndex, state: day.state }).from(day).orderBy(desc(dayIndex)).limit(DAYS_SEEN);
  const attempts = await db
    .select({ txHash: attempt.txHash, state: attempt.state })
    .from(attempt)
    .where(gte(attempt.dayIndex, days.at(-1)?.dayIndex ?? 0));
  return {
    height: state?.height ?? 0,
    days: new Map(days.map((row) => [row.dayIndex, row.state])),
    attempts: new Map(attempts.map((row) => [row.txHash, row.state])),
  };
}

/** A step is named by what it moved: a day, transactions, or the scan. */
function whatMoved(before: Seen, after: Seen): string {
  const day = [...after.days].find(([index, state]) => before.days.get(index) !== state);
  if (day) return `a day goes from ${before.days.get(day[0]) ?? "nothing"} to ${day[1]}`;
  const moved = [...after.attempts].filter(([hash, state]) => before.attempts.get(hash) !== state);
  if (moved.length > 0) return `transactions become ${moved.map(([, state]) => state).join(", ")}`;
  return after.height === before.height ? "nothing moves" : "a block";
}
