import { copyDatabase, type TestDatabase } from "@/db/testing/database";
import { createBlockfrostSource } from "@/server/chain/sources/blockfrost/source";
import { say } from "../timed";
import { applyAll, growthOf, perSecond, type Step } from "./apply";
import { type GameChain, makeGameChain } from "./chain/game-chain";
import { type CountingServer, startServer } from "./chain/server";
import { startServerProcess } from "./chain/server-process";
import { createInProcessSource } from "./chain/source";
import { createLookup, type View } from "./chain/view";
import { type Day, followDay } from "./follow-day";
import { CALLS_FOR_POLLING, type Measured } from "./goals";
import { contextOf, makeDatabase } from "./lab";
import { measurePlainInserts } from "./plain-inserts";
import { measureRollback } from "./rollback";
import { measureSnapshot } from "./snapshot";

export type Size = {
  readonly transactions: number;
  readonly utxos: number;
  readonly participants: number;
  /** Of the history that is read; and how many of them are replaced. */
  readonly blocks: number;
  readonly rollback: number;
  /** Lived through, with transactions and without; counted for a whole day. */
  readonly hours: { readonly live: number; readonly rest: number };
};

const BLOCKS_AN_HOUR = 180;
/** Of all transactions, so many happen in a day. */
const DAYS = 50;
const TRANSACTIONS_A_PERSON = 10;
const SEED = "bench";
const peopleFor = (transactions: number) => Math.ceil(transactions / TRANSACTIONS_A_PERSON);

type Lab = { readonly chain: GameChain; readonly view: View; readonly server: CountingServer };

export async function measureAll(size: Size): Promise<Measured> {
  const { transactions, blocks } = size;
  const before = process.memoryUsage.rss();
  const chain = makeGameChain(SEED, peopleFor(transactions));
  chain.grow(blocks, transactions);
  const chainBytes = Math.max(process.memoryUsage.rss() - before, 0);
  const view: View = { tip: chain.store.blocks.length - 1, fork: null };
  const lookup = createLookup(chain.store, view);
  const server = await startServer(lookup);
  const lab = { chain, view, server };
  try {
    const overHttp = await applyOverHttp(chain, size);
    const read = await makeDatabase(chain);
    try {
      const steps = await applyAll(contextOf(read, createInProcessSource(lookup)), chain);
      await tellApplied(read, steps);
      const following = await copyDatabase(read);
      try {
        const rollback = await measureRollback(chain, read, size.rollback);
        say(
          `a rollback: ${whole(rollback.ms)} ms, ${ratio(rollback.ms, rollback.plainMs)} of copying the rows plainly`,
        );
        const calls = await countCalls(lab, following, size);
        const snapshot = await measureSnapshot(chain, size);
        say(`a snapshot: ${whole(snapshot.ms)} ms (${whole(snapshot.cpuMs)} of our processor time), `);
        say(`  ${ratio(snapshot.ms, snapshot.plainMs)} of only summing the same tables`);
        return {
          ...calls,
          snapshotMs: whole(snapshot.ms),
          appliedPerSecond: whole(perSecond(steps)),
          appliedPerSecondHttp: whole(perSecond(overHttp)),
          growth: Math.round(growthOf(steps) * 100) / 100,
          rollbackMs: whole(rollback.ms),
          identical: rollback.identical,
          peakMiB: whole(process.resourceUsage().maxRSS / 1_024 - chainBytes / 1_048_576),
        };
      } finally {
        await following.drop();
      }
    } finally {
      await read.drop();
    }
  } finally {
    await server.close();
  }
}

/** A fifth of the history, from a server in a process of its own. */
async function applyOverHttp(chain: GameChain, { blocks, transactions }: Size): Promise<Step[]> {
  const tip = chain.start.height + Math.ceil(blocks / 5);
  const server = await startServerProcess({ seed: SEED, people: peopleFor(transactions), blocks, transactions, tip });
  try {
    const database = await makeDatabase(chain);
    try {
      const source = createBlockfrostSource({ url: server.url, name: "the bench's server" });
      const steps = await applyAll(contextOf(database, source), chain);
      say(`over HTTP: ${steps.at(-1)?.done} transactions, ${whole(perSecond(steps))} a second`);
      return steps;
    } finally {
      await database.drop();
    }
  } finally {
    await server.close();
  }
}

async function tellApplied(database: TestDatabase, steps: readonly Step[]): Promise<void> {
  const ms = steps.reduce((sum, step) => sum + step.ms, 0);
  const cpuMs = steps.reduce((sum, step) => sum + step.cpuMs, 0);
  const plainMs = await measurePlainInserts(database);
  const { done } = steps.at(-1) ?? { done: 0 };
  say(
    `${done} transactions in ${whole(ms)} ms, ${whole(cpuMs)} of our processor time: ${whole(perSecond(steps))} a second,`,
  );
  say(`  ${ratio(ms, plainMs)} of only inserting the same rows from here (${whole(plainMs)} ms)`);
}

type Calls = Pick<Measured, "callsPerDay" | "callsBound" | "callsAtRest" | "callsFullScan" | "stepMs">;

async function countCalls({ chain, view, server }: Lab, database: TestDatabase, size: Size): Promise<Calls> {
  const { hours, transactions, participants } = size;
  const before = { ...chain.counts };
  chain.grow(hours.live * BLOCKS_AN_HOUR, Math.ceil((transactions / DAYS) * (hours.live / 24)));
  const live = await followDay({ chain, view, server, database }, hours.live);
  const happened = {
    transactions: chain.counts.transactions - before.transactions,
    scripts: chain.counts.scripts - before.scripts,
    earlier: chain.counts.earlier - before.earlier,
  };
  chain.grow(hours.rest * BLOCKS_AN_HOUR, 0);
  const rest = await followDay({ chain, view, server, database }, hours.rest);
  const aDay = (calls: number, of: number) => Math.round((calls * 24) / of);
  const needed = happened.transactions * 2 + happened.scripts + happened.earlier + live.pages;
  const callsBound = aDay(needed, hours.live) + CALLS_FOR_POLLING;
  const callsFullScan = Math.ceil(participants / 100) + 24 * BLOCKS_AN_HOUR;
  const callsPerDay = aDay(live.calls, hours.live);
  say(`${hours.live} hours live: ${live.calls} calls; ${JSON.stringify(happened)}, ${live.pages} later pages`);
  tellRoutes(live);
  say(`  before the first day the history is compared once: ${live.firstDay} calls`);
  say(`  a day takes ${callsPerDay}; the bound is ${callsBound}, the origin's full scan ${callsFullScan}`);
  say(`${hours.rest} hours at rest: ${rest.calls} calls`);
  tellRoutes(rest);
  const stepMs = Math.round(live.stepMs * 10) / 10;
  return { callsPerDay, callsBound, callsAtRest: aDay(rest.calls, hours.rest), callsFullScan, stepMs };
}

function tellRoutes({ byRoute }: Day): void {
  for (const [route, count] of [...byRoute].sort((a, b) => b[1] - a[1])) say(`  ${count} ${route}`);
}

const whole = (value: number) => Math.round(value);
const ratio = (ms: number, plainMs: number) => `${(ms / plainMs).toFixed(1)} times the time`;
