import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestDevnet, type TestDevnet } from "@/server/testing/devnet/harness";
import { playScenario } from "@/server/testing/devnet/scenario";

let devnet: TestDevnet;

beforeAll(async () => {
  devnet = await startTestDevnet({ genesis: { securityParam: 2160 } });
});
afterAll(async () => {
  await devnet.stop();
  expect(devnet.failures).toEqual([]);
});

/** What a client can see of the chain's state. */
async function observe(paths: string[]): Promise<unknown[]> {
  return Promise.all(paths.map((path) => devnet.read(path)));
}

describe("rollback", () => {
  it("undoes 3 blocks completely, and revives their transactions", async () => {
    await devnet.control.mine();
    const { address } = devnet.funding;
    const paths = [
      "/assets",
      "/scripts",
      "/network",
      `/addresses/${address}`,
      `/addresses/${address}/utxos`,
      `/addresses/${address}/total`,
    ];
    const before = await observe(paths);
    const scenario = await playScenario(devnet);
    await devnet.control.mine();
    const tip = (await devnet.control.state()).tip;
    expect(tip.height).toBe(5);
    const rolled = await devnet.control.rollback(4);
    expect(rolled.tip.height).toBe(1);
    expect(rolled.undone).toEqual([scenario.firstHash, scenario.secondHash, scenario.pendingHash]);
    expect(rolled.mempool).toEqual(rolled.undone);
    expect(await observe(paths)).toEqual(before);
    expect(await devnet.read(`/blocks/${tip.hash}`)).toMatchObject({ status: 404 });
    expect(await devnet.read(`/txs/${scenario.firstHash}`)).toMatchObject({ status: 404 });

    await devnet.control.mine();
    const block = await devnet.blockfrost.blocksLatest();
    expect(block).toMatchObject({ height: 2, tx_count: 3 });
    expect(await devnet.blockfrost.txs(scenario.secondHash)).toMatchObject({ block: block.hash, index: 1 });
    expect(await devnet.read(`/assets/${scenario.unit}`)).toMatchObject({ body: { quantity: "900" } });
  });

  it("forgets the transactions when told to drop them, and what depended on them", async () => {
    const { txHash } = await devnet.control.fund(devnet.funding.address, 5_000_000n);
    await devnet.control.mine();
    const { txHash: child } = await devnet.control.fund(devnet.funding.address, 6_000_000n);
    const rolled = await devnet.control.rollback(1, { drop: true });
    expect(rolled.undone).toEqual([txHash]);
    expect(rolled.mempool).not.toContain(txHash);
    expect(rolled.mempool).not.toContain(child);
  });

  it("gives another hash to a new block at the same height", async () => {
    const first = (await devnet.control.mine()).tip;
    await devnet.control.rollback(1);
    const second = (await devnet.control.mine()).tip;
    expect(second.height).toBe(first.height);
    expect(second.hash).not.toBe(first.hash);
  });

  it("goes 2159 blocks deep in bounded memory, no deeper than k, and says so", async () => {
    const start = await devnet.control.state();
    const { txHash } = await devnet.control.fund(devnet.funding.address, 5_000_000n);
    await devnet.control.mine(3000);
    const grown = await devnet.control.state();
    expect(grown.heapMiB - start.heapMiB).toBeLessThan(100);
    await expect(devnet.control.rollback(2161)).rejects.toThrow(/at most 2160/);
    await devnet.control.rollback(2159);
    const state = await devnet.control.state();
    expect(state.tip.height).toBe(grown.tip.height - 2159);
    expect(await devnet.blockfrost.txs(txHash)).toMatchObject({ block_height: start.tip.height + 1 });
    const { txHash: after } = await devnet.control.fund(devnet.funding.address, 5_000_000n);
    await devnet.control.mine();
    expect((await devnet.blockfrost.txs(after)).index).toBe(0);
  });
});
