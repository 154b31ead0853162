import { BLOCKS_A_DAY, writePastDays, writeServiceRecord } from "@/server/testing/services/past-days";
import { endNextDay, liveToState } from "@/server/testing/services/steps";
import { startWorld } from "@/server/testing/services/world";
import { say } from "../timed";
import { startDevnetProcess } from "./devnet-process";
import { type Lab, liveDay } from "./live-day";
import { lookAtPages, makeReader, PAGE } from "./look-at-pages";
import { payingMany } from "./recipients";
import { compareCosts, StepCosts } from "./step-costs";

export const YOUNG_DAYS = 10;
const RECIPIENTS = 20;
const RECIPIENTS_A_BATCH = 10;

/**
 * The step of a day that has aged most after so many days, over what it cost on the tenth. Two worlds live through the
 * same days in turn. Where the machine's other work would decide, nothing is measured by the clock: counted is the
 * processor time of this process, and what the database had to touch.
 *
 * A past day leaves all its rows (server/testing/services/past-days.ts), with its own transactions, but no plays and no
 * moves of tokens: what those cost grows with their number and not with days, and `bench:scan` measures a snapshot of a
 * million. What the service records of itself is kept for a fixed time, and is the same in both. Pages are told, and do
 * not count: some show as many days as there are, up to ninety, or all that one player ever got.
 */
export async function measureAge(days: number, measured: number): Promise<number> {
  const young = await makeLab(YOUNG_DAYS);
  try {
    const old = await makeLab(days);
    try {
      say(`\n${measured} days after ${YOUNG_DAYS} and after ${days}: processor time, and pages of the database`);
      for (let nth = 0; nth < measured; nth++) for (const lab of [young, old]) await liveNextDay(lab);
      const compared = compareCosts(young.costs, old.costs);
      for (const { name, ratio, young: before, old: after } of compared) {
        const ms = `${before.cpuMs.toFixed(1)} and ${after.cpuMs.toFixed(1)} ms`;
        say(`  ${ratio.toFixed(2)} ${name}: ${ms}, ${before.pages} and ${after.pages} pages`);
      }
      const steps = compared.filter(({ name }) => !name.startsWith(PAGE));
      return Math.round(Math.max(...steps.map(({ ratio }) => ratio)) * 100) / 100;
    } finally {
      await old.world.stop();
    }
  } finally {
    await young.world.stop();
  }
}

type ReadLab = Lab & { readonly reader: string };

async function liveNextDay(lab: ReadLab): Promise<void> {
  const dayIndex = await endNextDay(lab.world);
  await liveDay(lab, dayIndex);
  await lookAtPages(lab, dayIndex, lab.reader);
}

/** A world whose next day is the one after so many. The last of them was lived through. */
async function makeLab(days: number): Promise<ReadLab> {
  const world = await startWorld({
    ...payingMany(RECIPIENTS),
    operations: { mostOutputsInBatch: RECIPIENTS_A_BATCH },
    blocksBefore: (days + YOUNG_DAYS) * BLOCKS_A_DAY,
    startDevnet: startDevnetProcess,
  });
  const template = await endNextDay(world);
  await liveToState(world, template, "FINAL");
  await writeServiceRecord(world.ctx.db);
  await writePastDays(world, template, days - 2);
  return { world, costs: new StepCosts(), reader: await makeReader(world) };
}
