import { afterEach, expect, test, vi } from "vitest";
import type { Block } from "@/server/devnet/ledger/records";
import type { ChainSource } from "@/server/domain/ports";
import { type KupoWorld, startKupoWorld } from "@/server/testing/chain/kupo-world";
import { newTestWallet } from "@/server/testing/chain/wallet";
import { ChainSourceError } from "../error";

/*
 * The chain is switched while a question is answered, before each of the requests in turn that this takes, by a source
 * that remembers all of the fork that is left. The answer is of the one fork or of the other, or there is none.
 */
const player = newTestWallet().address;
const MOST_REQUESTS = 60;

type Facts = { readonly trunk: Block; readonly lost: Block; readonly tip: Block; readonly paid: string };
type Ask = (source: ChainSource, facts: Facts) => Promise<unknown>;

const QUESTIONS: readonly [string, Ask][] = [
  ["the tip", (source) => source.tip()],
  ["a block by its hash", (source, { lost }) => source.block(lost.hash, lost)],
  ["a block by its height", (source, { lost }) => source.block(lost.height)],
  ["blocks after one that stays", (source, { trunk }) => source.blocksAfter(trunk.hash, 10, trunk)],
  ["some blocks after one that stays", (source, { trunk }) => source.blocksAfter(trunk.hash, 2, trunk)],
  ["blocks after one that is lost", (source, { lost }) => source.blocksAfter(lost.hash, 10, lost)],
  ["transactions of a block", (source, { lost }) => source.blockTransactions(lost.hash, lost)],
  ["transactions of an address", (source, { tip }) => source.addressTransactions(player, 1, tip.height + 10)],
  ["outputs of an address", (source) => source.unspentOutputs(player)],
  ["the place of a transaction", (source, { paid }) => source.transactionPlace(paid)],
  ["the bytes of a transaction", (source, { paid }) => source.transactionBytes(paid)],
];

const opened: KupoWorld[] = [];
afterEach(async () => {
  for (const world of opened.splice(0)) await world.close();
});

async function play(): Promise<{ world: KupoWorld; facts: Facts }> {
  const world = await startKupoWorld();
  opened.push(world);
  world.pay(player);
  const trunk = world.mine(3);
  const paid = world.pay(player);
  const lost = world.mine();
  return { world, facts: { trunk, lost, paid, tip: world.mine(3) } };
}

/** Asks while the chain is switched before the request of that number. False where it took fewer. */
async function askAround(ask: Ask, request: number): Promise<boolean> {
  const { world, facts } = await play();
  const { source, chain } = world;
  for (const [, each] of QUESTIONS) await each(source, facts);
  const before = await ask(world.open(), facts);
  let requests = 0;
  const take = vi.spyOn(world.faults, "take").mockImplementation(() => {
    requests++;
    if (requests === request) {
      chain.rollback(4, true);
      world.pay(player, 3_000_000n);
      world.mine(6);
    }
    return null;
  });
  const told = await ask(source, facts).catch((error: unknown) => error);
  take.mockRestore();
  if (requests < request) return false;
  const after = await ask(world.open(), facts);
  if (told instanceof ChainSourceError) expect(told.kind).toBe("unavailable");
  else expect([before, after]).toContainEqual(told);
  expect(await ask(source, facts)).toEqual(after);
  return true;
}

test.each(QUESTIONS)("%s", async (_, ask) => {
  let request = 1;
  while (request < MOST_REQUESTS && (await askAround(ask, request))) request++;
  expect(request).toBeGreaterThan(1);
  expect(request).toBeLessThan(MOST_REQUESTS);
});
