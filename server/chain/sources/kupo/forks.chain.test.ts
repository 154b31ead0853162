import { afterEach, beforeEach, expect, test } from "vitest";
import { type KupoWorld, startKupoWorld } from "@/server/testing/chain/kupo-world";
import { newTestWallet } from "@/server/testing/chain/wallet";

/* Kupo and Ogmios are two servers: each may be behind the other, or on a fork that the other has left. */
const player = newTestWallet().address;
let world: KupoWorld;

beforeEach(async () => {
  world = await startKupoWorld();
});
afterEach(async () => {
  await world.close();
  expect(world.failures).toEqual([]);
});

const headerOf = ({ hash, height, slot, timeMs, previousHash }: KupoWorld["chain"]["tip"]) => ({
  hash,
  height,
  slot,
  timeMs,
  previousHash,
});
const hashes = (refs: readonly { hash: string }[]) => refs.map(({ hash }) => hash);

test("Kupo is behind: all is as of its tip, and what came later is not there yet", async () => {
  const { chain, kupo, source } = world;
  const first = world.pay(player);
  world.mine(5);
  kupo.copy.stand();
  const known = headerOf(chain.tip);
  const later = world.pay(player);
  world.mine(3);
  expect(await source.tip()).toEqual(known);
  expect(await source.block(known.height + 1)).toBeNull();
  expect(await source.block(chain.tip.hash, chain.tip)).toBeNull();
  expect(await source.blocksAfter(known.hash, 10)).toEqual([]);
  expect(hashes(await source.addressTransactions(player, 0, chain.tip.height))).toEqual([first]);
  expect(await source.unspentOutputs(player)).toHaveLength(1);
  expect(await source.transactionPlace(later)).toBeNull();
  kupo.copy.goOn();
  expect(await source.tip()).toEqual(headerOf(chain.tip));
  expect(hashes(await source.addressTransactions(player, 0, chain.tip.height))).toEqual([first, later]);
});

test("the node is behind: Kupo's later blocks are left out, and what they spent is unspent still", async () => {
  const { chain, ogmios, funds, source } = world;
  world.pay(player);
  world.mine(4);
  ogmios.copy.stand();
  const known = headerOf(chain.tip);
  const before = await source.unspentOutputs(funds.address);
  const later = world.pay(player);
  world.mine(3);
  expect(await source.tip()).toEqual(known);
  expect(await source.unspentOutputs(player)).toHaveLength(1);
  expect(await source.unspentOutputs(funds.address)).toEqual(before);
  expect(await source.transactionPlace(later)).toBeNull();
  expect(await source.transactionBytes(later)).toBeNull();
  expect(hashes(await source.addressTransactions(player, 0, chain.tip.height))).not.toContain(later);
  ogmios.copy.goOn();
  expect(await source.unspentOutputs(player)).toHaveLength(2);
});

test.each(["kupo", "ogmios"] as const)("%s is left on a fork: all is as of where the two part", async (late) => {
  const { chain, source } = world;
  world.pay(player);
  world.mine(6);
  const common = headerOf(chain.tip);
  const dropped = world.pay(player);
  world.mine(2);
  world[late].copy.stand();
  const lost = headerOf(chain.tip);
  expect(await source.tip()).toEqual(lost);
  chain.rollback(2, true);
  const other = world.pay(player, 3_000_000n);
  world.mine(4);
  expect(await source.tip()).toEqual(common);
  expect(await source.unspentOutputs(player)).toHaveLength(1);
  for (const hash of [dropped, other]) expect(await source.transactionPlace(hash)).toBeNull();
  expect(await source.block(lost.hash, lost)).toBeNull();
  world[late].copy.goOn();
  expect(await source.tip()).toEqual(headerOf(chain.tip));
  expect(await source.transactionPlace(dropped)).toBeNull();
  expect(await source.transactionPlace(other)).toMatchObject({ valid: true, height: common.height + 1 });
});

test("servers of two chains are no source", async () => {
  const strange = await startKupoWorld({ genesis: { networkMagic: 7 } });
  try {
    world.mine(3);
    strange.mine(3);
    const { createKupoSource } = await import("./source");
    const source = createKupoSource({ kupoUrl: world.kupo.url, ogmiosUrl: strange.ogmios.url });
    await expect(source.tip()).rejects.toMatchObject({ kind: "unavailable" });
    await expect(source.tip()).rejects.toThrow(/no block in common.*same node/);
  } finally {
    await strange.close();
  }
});

test("a block of long ago is found by its height, by its slot, and by neither only near the tip", async () => {
  const { chain } = world;
  world.mine(2_600);
  for (const height of [1, 2, 700, 1_999, 2_590]) {
    const block = headerOf(chain.blocks[height] ?? chain.tip);
    for (const hint of [{ height }, { slot: block.slot }, { height, slot: block.slot + 1 }]) {
      expect(await world.open().block(block.hash, hint)).toEqual(block);
    }
    expect(await world.open().block(height)).toEqual(block);
  }
  const old = chain.blocks[5];
  expect(await world.open().block(chain.blocks[2_560]?.hash ?? "")).toMatchObject({ height: 2_560 });
  await expect(world.open().block(old?.hash ?? "")).rejects.toMatchObject({ kind: "not-supported" });
}, 60_000);

test("heights are found where blocks come in bursts", async () => {
  const { chain } = world;
  for (let burst = 0; burst < 30; burst++) {
    chain.mine(20, 1);
    chain.clock.advance(250 * 50_000);
  }
  const source = world.open();
  for (const height of [599, 1, 300, 45, 580, 299]) {
    expect(await source.block(height)).toEqual(headerOf(chain.blocks[height] ?? chain.tip));
  }
});
