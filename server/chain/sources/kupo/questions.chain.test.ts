import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type KupoWorld, startKupoWorld } from "@/server/testing/chain/kupo-world";
import { newTestWallet } from "@/server/testing/chain/wallet";

/* How much is asked of both servers: nothing is read twice that one answer has told. */
const player = newTestWallet().address;
let world: KupoWorld;

beforeEach(async () => {
  world = await startKupoWorld({ genesis: { securityParam: 2_160 } });
});
afterEach(() => world.close());

function readAll() {
  const [first] = world.chain.blocks;
  return world.source.blocksAfter(first?.hash ?? "", 200, first);
}

/** What both servers are asked meanwhile, by its path, and how often. */
async function asked(work: () => Promise<unknown>): Promise<Record<string, number>> {
  const take = vi.spyOn(world.faults, "take");
  await work();
  const counts: Record<string, number> = {};
  for (const [, path] of take.mock.calls) {
    const name = path.split("/")[1] ?? "";
    counts[name] = (counts[name] ?? 0) + 1;
  }
  take.mockRestore();
  return counts;
}

test("a scan that follows the tip reads each new block once, and asks no more of older ones", async () => {
  const { source } = world;
  const cursor = world.mine(45);
  await readAll();
  const { height } = world.mine(3);
  const newest = { checkpoints: 1, findIntersection: 1 };
  // The cursor's block, the step back to it, and one answer a block.
  const blocks = await asked(() => source.blocksAfter(cursor.hash, 200, cursor));
  expect(blocks).toEqual({ checkpoints: 1, findIntersection: 2, nextBlock: 4 });
  // That the beginning is indexed and the pattern is; then what was made, and what was spent.
  const list = await asked(() => source.addressTransactions(player, height - 38, height - 2));
  expect(list).toEqual({ ...newest, checkpoints: 2, patterns: 1, matches: 2 });
  expect(await asked(() => source.block(height - 20))).toEqual(newest);
});

test("holdings need no block but the newest's name", async () => {
  const { source } = world;
  world.pay(player);
  world.mine(3);
  // Kupo's newest block before and after.
  const once = { checkpoints: 2, findIntersection: 1, patterns: 1, matches: 1 };
  expect(await asked(() => source.unspentOutputs(player))).toEqual(once);
});

test("a transaction that is remembered is asked for again by the newest block alone", async () => {
  const { source } = world;
  const paid = world.pay(player);
  world.mine(3);
  await readAll();
  const again = await asked(() => source.transactionBytes(paid));
  expect(again).toEqual({ checkpoints: 1, findIntersection: 1 });
});
