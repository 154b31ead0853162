import { afterEach, expect, it } from "vitest";
import { chainTransaction, sourceState } from "@/db/schema";
import { newTestWallet, payment } from "@/server/testing/chain/wallet";
import { type HeardWorld, startHeardWorld } from "@/server/testing/services/heard-world";
import { scan } from "@/server/testing/services/steps";

/** Steps a day with the default rest of a minute, and what all of them may cost where nothing happens. */
const STEPS_A_DAY = 24 * 60;
const CALLS_AT_REST_A_DAY = 10_000;
/** Headers, and what each list costs besides its own entries: what a step of the scan takes whatever happened. */
const CONSTANT = 14;

let world: HeardWorld;
afterEach(() => world.stop());

/** `count` people, none of whom has played. */
async function startIdleWorld(count: number): Promise<void> {
  const players = Array.from({ length: count }, () => ({ tokens: 100n, plays: false, wallet: newTestWallet() }));
  world = await startHeardWorld({ players });
  // So many that the next step looks at older history, which it does once an hour.
  await world.control.mine(60);
  for (let step = 0; step < 2; step++) await scan(world);
}

/** Each of these people plays, four in a block. */
async function play(from: number, to: number): Promise<void> {
  const { source } = world.ctx;
  for (const [index, { wallet }] of world.players.slice(from, to).entries()) {
    const [coin] = await source.unspentOutputs(wallet.address);
    if (!coin) throw new Error(`${wallet.address} holds nothing`);
    await source.submit(payment(wallet, coin, { address: world.gameAddress, lovelace: 5_000_000n }));
    if (index % 4 === 3) await world.control.mine(1);
  }
  await world.control.mine(1);
}

async function callsOfStep(): Promise<number> {
  world.asked.length = 0;
  await scan(world);
  return world.asked.length;
}

it("a step over N new transactions asks for N bytes, for the list of each of their blocks, and a constant", async () => {
  await startIdleWorld(24);
  const { db } = world.ctx;
  const before = await db.$count(chainTransaction);
  await play(0, 24);
  const calls = await callsOfStep();
  expect((await db.$count(chainTransaction)) - before).toBe(24);
  const [bytes, lists] = [world.timesAsked(/^txs\/[^/]+\/cbor$/), world.timesAsked(/^blocks\/[^/]+\/txs$/)];
  // What they spent is in our own books: no earlier transaction is asked for, and no place, as no scripts ran.
  expect(bytes).toBe(24);
  expect(lists).toBe(6);
  expect(world.timesAsked(/^txs\/[^/]+$/)).toBe(0);
  expect(calls - bytes - lists).toBeLessThanOrEqual(CONSTANT);
  expect(calls).toBeLessThanOrEqual(24 * 2 + CONSTANT);
});

it("a step where nothing happened costs the same few calls, however long the history is", async () => {
  await startIdleWorld(20);
  const atRest = [await callsOfStep()];
  await world.control.mine(3);
  const withBlocks = [await callsOfStep()];

  await play(0, 20);
  await world.control.mine(300);
  for (let step = 0; step < 5; step++) await scan(world);
  atRest.push(await callsOfStep());
  await world.control.mine(3);
  withBlocks.push(await callsOfStep());

  expect(atRest[1]).toBe(atRest[0]);
  expect(withBlocks[1]).toBe(withBlocks[0]);
  expect(Math.max(...atRest, ...withBlocks) * STEPS_A_DAY).toBeLessThanOrEqual(CALLS_AT_REST_A_DAY);
  expect((await world.ctx.db.select().from(sourceState))[0]?.contradiction).toBeNull();
});
