import { setTimeout as sleep } from "node:timers/promises";
import { asc, desc, gt } from "drizzle-orm";
import { expect } from "vitest";
import { auditEvent } from "@/db/schema";
import { stateOf } from "./look";
import { startRunner } from "./runner";
import type { World } from "./world";

const MOST_BLOCKS = 60;

/** Runs a process until it has stored one step, of this day or around it, and is dead. Returns what it stored. */
export async function stepAndDie(world: World, dayIndex: number): Promise<string> {
  const [before] = await world.ctx.db.select().from(auditEvent).orderBy(desc(auditEvent.sequence)).limit(1);
  const runner = await startRunner(world, "after-step");
  for (let mined = 0; runner.ending() === null; await sleep(20)) {
    if (mined > MOST_BLOCKS) {
      await runner.kill();
      throw new Error(`nothing happens; day ${dayIndex} is ${await stateOf(world, dayIndex)}`);
    }
    // One block per round of the process, so that time does not run ahead of a slow one.
    if (runner.rounds() > mined) {
      await world.control.mine(1);
      mined++;
    }
  }
  expect(runner.ending()).toEqual({ code: null, signal: "SIGKILL" });
  const stored = await world.ctx.db
    .select()
    .from(auditEvent)
    .where(gt(auditEvent.sequence, before?.sequence ?? 0))
    .orderBy(asc(auditEvent.sequence));
  return stored.map(({ action }) => action).join(" ");
}
