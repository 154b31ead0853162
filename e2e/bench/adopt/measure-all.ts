import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createTestDatabase } from "@/db/testing/database";
import { startWorld, type World } from "@/server/testing/services/world";
import { SECURITY_PARAM } from "@/server/testing/services/world-terms";
import { startChild } from "../child";
import { startDevnetProcess } from "../payout/devnet-process";
import { payingMany } from "../payout/recipients";
import { tellFailure } from "../run-bench";
import { say, timed } from "../timed";
import type { AdoptedIn, ToAdopt } from "./adopt-main";
import { type Measured, NOTHING_MEASURED } from "./goals";
import { History } from "./history";
import { measureBlocks } from "./measure-blocks";

export type Size = {
  readonly days: number;
  readonly recipients: number;
  /** Read apart. */
  readonly blocks: number;
};

/** One part that fails leaves the other's figures. */
export async function measureAll(size: Size): Promise<Measured> {
  const { days, recipients, blocks } = size;
  const adopted = await measureHistory(size).catch(tellFailure);
  const blocksPerSecond = await measureBlocks(blocks, days).catch(tellFailure);
  return { days, recipients, ...NOTHING_MEASURED, ...adopted, blocksPerSecond };
}

type OfHistory = Omit<Measured, "days" | "recipients" | "blocksPerSecond">;

/** A tenth of the days is adopted first, and then all of them, each into an empty database. */
async function measureHistory({ days, recipients }: Size): Promise<OfHistory> {
  const { potLovelace = 0n, dailyLimitLovelace = 0n, ...many } = payingMany(recipients);
  // The pool holds four times as much.
  const limits = { potLovelace, dailyLimitLovelace: dailyLimitLovelace + potLovelace * BigInt(days) };
  const world = await startWorld({ ...many, ...limits, startDevnet: startDevnetProcess });
  try {
    const history = await History.of(world);
    const few = Math.ceil(days / 10);
    const tenth = await measureDays(world, history, few);
    const full = await measureDays(world, history, days - few);
    const { adoptSeconds, verifySeconds, peakMiB } = full;
    return {
      seconds: oneDecimal(full.seconds),
      scanSeconds: oneDecimal(full.scanSeconds),
      adoptSeconds: oneDecimal(adoptSeconds),
      confirmSeconds: oneDecimal(full.confirmSeconds),
      peakMiB,
      growth: twoDecimals(perDay(full) / perDay(tenth)),
      verifyRatio: oneDecimal(adoptSeconds / verifySeconds),
    };
  } finally {
    await world.stop();
  }
}

/** So many more days are lived through; then all that there are, are adopted. */
async function measureDays(world: World, history: History, more: number): Promise<AdoptedIn> {
  const { ms } = await timed(() => history.live(more));
  say(`${more} days made, committed and paid in ${(ms / 1_000).toFixed(0)} s`);
  // So that every day can become FINAL.
  await world.control.mine(SECURITY_PARAM + 1);
  const adopted = await adoptApart(world);
  const { days, states, seconds } = adopted;
  if (states.FINAL !== days) throw new Error(`of ${days} adopted days not all are FINAL: ${JSON.stringify(states)}`);
  say(`${days} days adopted in ${seconds.toFixed(1)} s, ${(days / seconds).toFixed(1)} a second`);
  for (const [name, spent] of Object.entries(partsOf(adopted))) say(`  ${name} ${spent.toFixed(1)} s`);
  return adopted;
}

/** In a process of its own, which knows nothing but the chain's address, the policy id and the reports. */
async function adoptApart({ devnet, deployment, reportDirectory }: World): Promise<AdoptedIn> {
  const database = await createTestDatabase();
  const folder = await mkdtemp(path.join(tmpdir(), "adopted-reports-"));
  try {
    const { policyId } = deployment.script;
    const told: ToAdopt = { url: devnet.url, databaseUrl: database.url, policyId, reports: reportDirectory, folder };
    const { first, gone } = await startChild(new URL("adopt-main.ts", import.meta.url), [], told);
    await gone;
    return first as AdoptedIn;
  } finally {
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  }
}

const partsOf = ({ walkSeconds, scanSeconds, adoptSeconds, confirmSeconds, verifySeconds }: AdoptedIn) => ({
  "walking back through the reports:": walkSeconds,
  "scan:": scanSeconds,
  "adopt:": adoptSeconds,
  "confirm:": confirmSeconds,
  "(only verifying the reports:": verifySeconds,
});

const perDay = ({ adoptSeconds, confirmSeconds, days }: AdoptedIn) => (adoptSeconds + confirmSeconds) / days;
const oneDecimal = (value: number) => Math.round(value * 10) / 10;
const twoDecimals = (value: number) => Math.round(value * 100) / 100;
