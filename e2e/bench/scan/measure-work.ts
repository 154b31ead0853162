import type { TestDatabase } from "@/db/testing/database";
import { createBlockfrostSource } from "@/server/chain/sources/blockfrost/source";
import { say } from "../timed";
import { applyAll, growthOf, perSecond, type Step } from "./apply";
import type { GameChain } from "./chain/game-chain";
import { startServerProcess } from "./chain/server-process";
import { createInProcessSource } from "./chain/source";
import { createLookup } from "./chain/view";
import type { Work } from "./goals";
import { contextOf, makeDatabase } from "./lab";
import { measurePlainInserts } from "./plain-inserts";
import { measureRollback } from "./rollback";
import { makeChain, type Size, seedOf, tipOf } from "./size";
import { measureSnapshot } from "./snapshot";

/** All but the calls of a day: in a process that does nothing but scan. */
export async function measureWork(size: Size): Promise<Work> {
  const before = process.memoryUsage.rss();
  const chain = makeChain(size);
  const chainBytes = Math.max(process.memoryUsage.rss() - before, 0);
  const overHttp = await applyOverHttp(chain, size);
  const read = await makeDatabase(chain);
  try {
    const steps = await applyAll(
      contextOf(read, createInProcessSource(createLookup(chain.store, { tip: tipOf(chain), fork: null }))),
      chain,
    );
    await tellApplied(read, steps);
    const rollback = await measureRollback(chain, read, size.rollback);
    say(`a rollback: ${whole(rollback.ms)} ms, ${ratio(rollback.ms, rollback.plainMs)} of copying the rows plainly`);
    const snapshot = await measureSnapshot(chain, size);
    say(`a snapshot: ${whole(snapshot.ms)} ms (${whole(snapshot.cpuMs)} of our processor time), `);
    say(`  ${ratio(snapshot.ms, snapshot.plainMs)} of only summing the same tables`);
    return {
      snapshotMs: whole(snapshot.ms),
      appliedPerSecond: whole(perSecond(steps)),
      appliedPerSecondHttp: whole(perSecond(overHttp)),
      growth: Math.round(growthOf(steps) * 100) / 100,
      rollbackMs: whole(rollback.ms),
      identical: rollback.identical,
      peakMiB: whole(process.resourceUsage().maxRSS / 1_024 - chainBytes / 1_048_576),
    };
  } finally {
    await read.drop();
  }
}

/** A fifth of the history, from a server in a process of its own. */
async function applyOverHttp(chain: GameChain, size: Size): Promise<Step[]> {
  const tip = chain.start.height + Math.ceil(size.blocks / 5);
  const server = await startServerProcess({ ...seedOf(size), tip });
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

const whole = (value: number) => Math.round(value);
const ratio = (ms: number, plainMs: number) => `${(ms / plainMs).toFixed(1)} times the time`;
