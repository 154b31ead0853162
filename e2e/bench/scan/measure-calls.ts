import { say } from "../timed";
import { applyAll } from "./apply";
import { startServer } from "./chain/server";
import { createInProcessSource } from "./chain/source";
import { createLookup, type View } from "./chain/view";
import { type Day, followDay, type Live } from "./follow-day";
import { CALLS_FOR_POLLING, type Calls } from "./goals";
import { contextOf, makeDatabase } from "./lab";
import { makeChain, type Size, tipOf } from "./size";

const BLOCKS_AN_HOUR = 180;
/** Of all transactions, so many happen in a day. */
const DAYS = 50;

/** Follows the chain live, as the engine does; its whole history was read before. */
export async function measureCalls(size: Size): Promise<Calls> {
  const chain = makeChain(size);
  const view: View = { tip: tipOf(chain), fork: null };
  const lookup = createLookup(chain.store, view);
  const server = await startServer(lookup);
  const database = await makeDatabase(chain);
  try {
    await applyAll(contextOf(database, createInProcessSource(lookup)), chain);
    return await countCalls({ chain, view, server, database }, size);
  } finally {
    await database.drop();
    await server.close();
  }
}

async function countCalls(lab: Live, { hours, transactions, participants }: Size): Promise<Calls> {
  const { chain } = lab;
  const before = { ...chain.counts };
  chain.grow(hours.live * BLOCKS_AN_HOUR, Math.ceil((transactions / DAYS) * (hours.live / 24)));
  const live = await followDay(lab, hours.live);
  const happened = {
    transactions: chain.counts.transactions - before.transactions,
    scripts: chain.counts.scripts - before.scripts,
    earlier: chain.counts.earlier - before.earlier,
  };
  chain.grow(hours.rest * BLOCKS_AN_HOUR, 0);
  const rest = await followDay(lab, hours.rest);
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
