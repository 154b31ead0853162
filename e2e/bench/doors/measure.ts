import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { eq } from "drizzle-orm";
import { attempt } from "@/db/schema";
import { callEngine } from "@/server/engine/call";
import { oldestUnfinishedDay } from "@/server/services/day/oldest-unfinished-day";
import { dayOf } from "@/server/testing/services/look";
import { stepToState, stepUntil } from "@/server/testing/services/steps";
import { startWorld, type World } from "@/server/testing/services/world";
import { startChild } from "../child";
import { startDevnetProcess } from "../payout/devnet-process";
import { payingMany } from "../payout/recipients";
import { say, timed } from "../timed";
import { floodsOf } from "./floods";
import type { DoorFigures, Measured } from "./goals";
import { type Installation, startInstallation } from "./installation";

export type Size = { readonly recipients: number; readonly pairs: number };

/** For what a flood has left behind to be done. */
const CALM_MS = 1_000;

/** A full batch of a plan has no more than so many recipients at addresses like theirs. */
const BATCH_RECIPIENTS = 270;

/** So many recipients that every measurement has a batch of its own: one before all, and two of each pair. */
export function enoughFor(pairs: number): number {
  return (1 + floodsOf(0).length * pairs * 2) * BATCH_RECIPIENTS;
}

type Lab = { readonly world: World; readonly running: Installation; readonly dayIndex: number };

/** A day that is being paid, and the doors of the installation that pays it, flooded one after the other. */
export async function measureDoors({ recipients, pairs }: Size): Promise<Measured> {
  // One payment a block, so that there is one to time again and again.
  const operations = { mostInFlight: 1 };
  const world = await startWorld({ ...payingMany(recipients), operations, startDevnet: startDevnetProcess });
  try {
    const oldest = () => oldestUnfinishedDay(world.ctx.db);
    await stepUntil(world, async () => (await oldest())?.state === "CHECKED");
    const dayIndex = (await oldest())?.dayIndex ?? 0;
    await stepToState(world, dayIndex, "PAYING");
    say(`day ${dayIndex} is being paid in ${(await dayOf(world, dayIndex)).batches} batches`);
    const running = await startInstallation(world);
    try {
      return await measureAll({ world, running, dayIndex }, pairs);
    } finally {
      await running.stop();
    }
  } finally {
    await world.stop();
  }
}

async function measureAll(lab: Lab, pairs: number): Promise<Measured> {
  const told = { url: lab.running.url, dayIndex: lab.dayIndex };
  const { child, gone } = await startChild(new URL("flood-main.ts", import.meta.url), [], told);
  const doors: DoorFigures[] = [];
  try {
    await payOnce(lab);
    for (const [number, { door }] of floodsOf(lab.dayIndex).entries()) {
      const ratios: number[] = [];
      const statuses: Record<string, number> = {};
      for (let pair = 0; pair < pairs; pair++) {
        const without = await payOnce(lab);
        child.send({ door: number });
        await once(child, "message");
        const under = await payOnce(lab);
        child.send({ door: null });
        const [seen] = (await once(child, "message")) as [Record<string, number>];
        for (const [status, count] of Object.entries(seen)) statuses[status] = (statuses[status] ?? 0) + count;
        ratios.push(under / without);
        await sleep(CALM_MS);
      }
      const jobSlowdown = Math.round(median(ratios) * 100) / 100;
      doors.push({ door, jobSlowdown, statuses });
      say(`${door}: the job takes ${jobSlowdown} times as long; answers ${JSON.stringify(statuses)}`);
    }
  } finally {
    child.disconnect();
    await gone;
  }
  const worstJobSlowdown = Math.max(...doors.map(({ jobSlowdown }) => jobSlowdown));
  return { worstJobSlowdown, peakMiB: await lab.running.peakMiB(), doors };
}

/** What the engine takes for a payment, in ms: a block, and then the job that builds, signs, stores and sends. */
async function payOnce({ world, running, dayIndex }: Lab): Promise<number> {
  const sent = () => world.ctx.db.$count(attempt, eq(attempt.dayIndex, dayIndex));
  await world.control.mine(1);
  await run(running, "scan");
  await run(running, "confirm");
  const before = await sent();
  const { ms } = await timed(() => run(running, "advance"));
  if ((await sent()) !== before + 1) throw new Error("there is nothing left to pay: take more recipients");
  return ms;
}

async function run({ socketPath }: Installation, job: "scan" | "confirm" | "advance"): Promise<void> {
  const { status, body } = await callEngine(socketPath, job);
  if (status !== 200) throw new Error(`${job} answers ${status}: ${JSON.stringify(body)}`);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Infinity;
}
