import { setTimeout as sleep } from "node:timers/promises";
import { ChainSourceError } from "@/server/chain/sources/error";
import { runJob } from "@/server/jobs/run-job";
import type { PayoutContext } from "@/server/services/payout/payout-context";
import { dumpScan } from "../services/scanner-tables";
import { type Bench, install, scheduleOtherRules, startProcess } from "./bench";
import { createStory } from "./chain/story";
import { findInconsistencies } from "./consistency";
import { foundIn } from "./found";
import { lookBack, readDayOnceMore } from "./last-reading";
import { HONEST } from "./lying-server";
import type { Phase, Plan } from "./plan";
import { type Truth, truthOf } from "./truth";

/** What a world left behind. */
export type Outcome = {
  readonly lied: string;
  readonly honest: string;
  /** The part of the honest tables that decides who is paid; and what it should be by the chain itself. */
  readonly found: Truth;
  readonly truth: Truth;
};

/** Blocks by which plays and tokens lag behind the tip: the default. */
const READ_LAG = 2;
const MOST_RUNS = 12;
/** The longest that a lying server asks to be left alone. */
const RETRY_AFTER_MS = 1_000;

/**
 * Runs a world to its end: phases of lies, then the truth, the day's last reading, and the truth again. `told` is given
 * what the scan said, and the lies that it was told before.
 */
export async function runWorld(bench: Bench, plan: Plan, told: string[]): Promise<Outcome> {
  const { server, lied, honest } = bench;
  const { before, after } = plan.blocks;
  const story = createStory({ seed: String(plan.seed), firstHeight: plan.firstHeight, before, after });
  server.show(story, plan.traits);
  await install(lied, story, plan.playerDatumField);
  await install(honest, story, plan.playerDatumField);
  let ctx = startProcess(lied, server.url);
  if (plan.otherRulesAt !== null) await scheduleOtherRules(honest);
  for (const [index, phase] of plan.phases.entries()) {
    if (plan.otherRulesAt === index) await scheduleOtherRules(lied);
    if (phase.restart) ctx = startProcess(lied, server.url);
    await live(phase);
  }
  if (plan.otherRulesAt !== null && plan.otherRulesAt >= plan.phases.length) await scheduleOtherRules(lied);
  server.lie(HONEST);
  story.grow(plan.end);
  await scanUntilQuiet(ctx, told);
  await readToTheLast(ctx, told);
  // The blocks that the plays lag behind are those of the next day's last reading.
  story.grow(READ_LAG);
  await scanUntilQuiet(ctx, told);
  await readToTheLast(ctx, told);

  const fresh = startProcess(honest, server.honestUrl);
  await scanUntilQuiet(fresh, []);
  const height = Math.max(story.start.height, (story.now.at(-1)?.height ?? 0) - READ_LAG);
  return {
    lied: await dumpScan(lied.db),
    honest: await dumpScan(honest.db),
    found: await foundIn(honest.db),
    truth: truthOf(story, height, plan.playerDatumField !== null),
  };

  async function live({ fork, grow, lying, looksBack, alongside }: Phase): Promise<void> {
    if (fork) story.fork(fork.depth, fork.more);
    story.grow(grow);
    server.lie(lying);
    const from = server.told.length;
    const processes = alongside ? [ctx, startProcess(lied, server.url)] : [ctx];
    const said = await Promise.all(processes.map(scanOnce));
    told.push(...server.told.slice(from), ...said.map((text) => `scan: ${text}`));
    if (looksBack) told.push(`looking back: ${await inWords(ctx, () => lookBack(ctx))}`);
  }
}

/** A source may fail in words; whatever else is thrown is a fault. And the tables never contradict themselves. */
async function inWords({ db }: PayoutContext, work: () => Promise<string>): Promise<string> {
  const said = await work().catch((error: unknown) => {
    if (!(error instanceof ChainSourceError)) throw error;
    return `failed: ${error.message}`;
  });
  const problems = await findInconsistencies(db);
  if (problems.length > 0) throw new Error(`the tables contradict themselves after "${said}": ${problems.join("; ")}`);
  return said;
}

/** Each reading finds one difference, and the next step reads again from there. */
async function readToTheLast(ctx: PayoutContext, told: string[]): Promise<void> {
  for (let run = 0; run < MOST_RUNS; run++) {
    const problem = await readDayOnceMore(ctx);
    if (problem === null) return;
    told.push(`last reading: ${problem}`);
    await scanUntilQuiet(ctx, told);
  }
  throw new Error(`the last reading always finds something: ${told.at(-1)}`);
}

const scanOnce = (ctx: PayoutContext): Promise<string> =>
  inWords(ctx, async () => {
    const { result, detail } = await runJob(ctx, "scan");
    return `${result}: ${detail}`;
  });

async function scanUntilQuiet(ctx: PayoutContext, told: string[]): Promise<void> {
  for (let run = 0; run < MOST_RUNS; run++) {
    const said = await scanOnce(ctx);
    told.push(`scan: ${said}`);
    if (/^done: .*(the tip|nothing new)$/.test(said)) return;
    if (said.startsWith("waiting")) await sleep(RETRY_AFTER_MS);
  }
  throw new Error(`the scan did not come to rest: ${told.at(-1)}`);
}
