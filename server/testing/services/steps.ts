import { dayEndMs } from "@/server/domain/day/calendar";
import type { DayState } from "@/server/domain/day/states";
import { JOBS } from "@/server/jobs/jobs";
import { runJob } from "@/server/jobs/run-job";
import { daysInProgress, nextDay, stateOf } from "./look";
import { liveUntil } from "./pass-time";
import type { World } from "./world";
import { BLOCK_MS, INTERVAL_MS, SNAPSHOT_DEPTH } from "./world-terms";

/** A fault of the devnet: each submission is accepted, and lost. */
export const LOSE = { path: "^/tx/submit$", method: "POST", kind: "accept-and-lose" } as const;

/**
 * Lets blocks pass and takes the jobs' steps one by one, so that a state which a whole round would pass through can
 * be seen. Stops at once when `until` holds, before another block is made.
 */
export async function stepUntil(world: World, until: () => Promise<boolean>, rounds = 120): Promise<void> {
  let said = "nothing";
  for (let round = 0; round < rounds; round++) {
    for (const name of ["scan", "confirm", "advance"] as const) {
      for (let again = true; again; ) {
        if (await until()) return;
        const { result, detail } = await JOBS[name](world.ctx);
        said = `${name}: ${detail}`;
        again = result === "again";
      }
    }
    if (await until()) return;
    await world.control.mine(1);
  }
  throw new Error(`it did not happen in ${rounds} rounds; the last step said ${said}`);
}

export function stepToState(world: World, dayIndex: number, state: DayState): Promise<void> {
  return stepUntil(world, async () => (await stateOf(world, dayIndex)) === state);
}

export function liveToState(world: World, dayIndex: number, state: DayState): Promise<void> {
  return liveUntil(world, async () => (await stateOf(world, dayIndex)) === state);
}

/**
 * The oldest day that nothing has been done for, with blocks made until it may be read: a test that shares its world
 * takes this one.
 */
export async function endNextDay(world: World): Promise<number> {
  await liveUntil(world, async () => (await daysInProgress(world)) === 0);
  const dayIndex = await nextDay(world);
  await mineUntil(world, dayEndMs(dayIndex, INTERVAL_MS) + SNAPSHOT_DEPTH * BLOCK_MS);
  return dayIndex;
}

/** Makes blocks until the tip's time has come to `timeMs`. */
export async function mineUntil({ control }: World, timeMs: number): Promise<void> {
  const { tip } = await control.state();
  const blocks = Math.ceil((timeMs - tip.timeMs) / BLOCK_MS);
  if (blocks > 0) await control.mine(blocks);
}

/** Reads everything that is new on the chain. */
export async function scan(world: Pick<World, "ctx">): Promise<string> {
  return (await runJob(world.ctx, "scan")).detail;
}
