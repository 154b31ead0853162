import { afterEach, describe, expect, test } from "vitest";
import { type KupoWorld, startKupoWorld } from "@/server/testing/chain/kupo-world";
import { newTestWallet } from "@/server/testing/chain/wallet";

/* What Kupo and Ogmios need switched on, and what is said where it is not. */
const player = newTestWallet().address;
const other = newTestWallet().address;
const UNIT = `${"ab".repeat(28)}70`;

let world: KupoWorld;
afterEach(() => world.close());

async function start(options: Parameters<typeof startKupoWorld>[0]): Promise<KupoWorld> {
  world = await startKupoWorld(options);
  return world;
}

const lack = (text: RegExp) => ({ kind: "not-supported", message: expect.stringMatching(text) });

describe("an index of some outputs", () => {
  test("answers for those, and for nothing else", async () => {
    const { source } = await start({ kupo: { patterns: [player] } });
    const paid = world.pay(player);
    const missed = world.pay(other);
    const { height } = world.mine(2);
    expect(await source.addressTransactions(player, 0, height)).toMatchObject([{ hash: paid }]);
    expect(await source.unspentOutputs(player)).toHaveLength(1);
    expect(await source.transactionBytes(paid)).toMatch(/^[0-9a-f]+$/);
    const words = lack(/not indexed: the patterns are .*--match '\*'.*--match/);
    await expect(source.addressTransactions(other, 0, height)).rejects.toMatchObject(words);
    await expect(source.unspentOutputs(other)).rejects.toMatchObject(words);
    await expect(source.assetTransactions(UNIT, 0, height)).rejects.toMatchObject(words);
    await expect(source.assetSupply(UNIT)).rejects.toMatchObject(words);
    // Not "it is in no block": nobody asked Kupo to know.
    await expect(world.open().transactionPlace(missed)).rejects.toMatchObject(words);
    await expect(world.open().transactionBytes(missed)).rejects.toMatchObject(words);
  });

  test("of a policy: its tokens and their transactions", async () => {
    const holder = { address: other, lovelace: 5_000_000n, assets: { [UNIT]: 7n, ["cd".repeat(28)]: 9n } };
    const patterns = [`${"ab".repeat(28)}.*`, `${"cd".repeat(28)}.*`];
    const { source } = await start({ kupo: { patterns }, genesis: { initialFunds: [holder] } });
    world.mine(2);
    expect(await source.assetSupply(UNIT)).toBe(7n);
    expect(await source.assetHolders("cd".repeat(28))).toEqual([{ address: other, quantity: 9n }]);
    expect(await source.assetSupply(`${UNIT}00`)).toBeNull();
  });

  test("of all but Byron's addresses: not enough for tokens, which those may hold", async () => {
    const { source } = await start({ kupo: { patterns: ["*/*"] } });
    world.pay(player);
    const { height } = world.mine();
    expect(await source.addressTransactions(player, 0, height)).toHaveLength(1);
    await expect(source.assetSupply(UNIT)).rejects.toMatchObject(lack(/the patterns are \*\/\*/));
  });
});

test("an index that begins later than the chain", async () => {
  const { source } = await start({ kupo: { sinceSlot: 100 } });
  world.pay(player);
  world.mine(20);
  const { height } = world.chain.tip;
  const words = lack(/not indexed.*--since origin/);
  await expect(source.addressTransactions(player, 0, height)).rejects.toMatchObject(words);
  await expect(source.addressTransactions(player, 2, height)).rejects.toMatchObject(words);
  expect(await source.tip()).toMatchObject({ height });
});

describe("an index that forgets what is spent", () => {
  /** Each payment spends the change of the one before. */
  async function growOld(options: Parameters<typeof startKupoWorld>[0], to = player) {
    await start(options);
    for (let day = 0; day < 8; day++) {
      world.pay(to);
      world.mine(3);
      world.chain.clock.advance(40_000 * 250);
    }
    return world.mine();
  }

  test("is noticed where a list goes back so far", async () => {
    const { height } = await growOld({ kupo: { prunedAfterSlots: 129_600 } });
    const words = lack(/--prune-utxo/);
    await expect(world.source.addressTransactions(player, 0, height)).rejects.toMatchObject(words);
    await expect(world.source.addressTransactions(world.funds.address, 0, height)).rejects.toMatchObject(words);
    // The last day and a half is whole.
    expect(await world.source.addressTransactions(player, height - 6, height)).toHaveLength(2);
  });

  test("is noticed in an index of one address by a transaction that is named in part", async () => {
    const funds = newTestWallet();
    const kupo = { prunedAfterSlots: 129_600, patterns: [funds.address] };
    const { height } = await growOld({ funds, kupo }, funds.address);
    const asked = world.source.addressTransactions(funds.address, 0, height);
    await expect(asked).rejects.toMatchObject(lack(/made output 1, and .* does not name it.*--prune-utxo/));
  });

  test("one that keeps it is not taken for it", async () => {
    const { height } = await growOld({});
    expect(await world.source.addressTransactions(player, 0, height)).toHaveLength(8);
  });
});

test("Ogmios that tells no bytes", async () => {
  const { source } = await start({ ogmios: { withCbor: false } });
  const paid = world.pay(player);
  const { height } = world.mine();
  expect(await source.addressTransactions(player, 0, height)).toMatchObject([{ hash: paid }]);
  expect(await source.transactionPlace(paid)).toMatchObject({ valid: true });
  await expect(source.transactionBytes(paid)).rejects.toMatchObject(lack(/--include-transaction-cbor/));
});

test("an index that is empty yet", async () => {
  const { source } = await start({ kupo: { sinceSlot: 1_000_000 } });
  world.mine(3);
  await expect(source.tip()).rejects.toMatchObject({ kind: "unavailable" });
  await expect(source.tip()).rejects.toThrow(/nothing is indexed yet/);
});
