import { afterAll, beforeAll, expect, test } from "vitest";
import { createBlockfrostSource } from "@/server/chain/sources/blockfrost/source";
import { createKupoSource } from "@/server/chain/sources/kupo/source";
import type { ChainSource } from "@/server/domain/ports";
import { failingPayment } from "@/server/testing/chain/failing-payment";
import { QUICK_RETRY } from "@/server/testing/chain/with-source";
import { startTestDevnet, type TestDevnet } from "@/server/testing/devnet/harness";
import { playScenario } from "@/server/testing/devnet/scenario";

/*
 * One of everything, told by servers of two kinds: the adapters must answer the same. The block of genesis, which holds
 * what the devnet began with, included.
 */
let devnet: TestDevnet;
let facts: Awaited<ReturnType<typeof playScenario>> & { failed: string };
let kupo: ChainSource;
let blockfrost: ChainSource;

beforeAll(async () => {
  devnet = await startTestDevnet({ dialects: ["kupo", "ogmios"] });
  const { kupoUrl = "", ogmiosUrl = "", url } = devnet;
  const common = { retry: QUICK_RETRY, timeoutMs: 3_000 };
  kupo = createKupoSource({ kupoUrl, ogmiosUrl, ...common });
  blockfrost = createBlockfrostSource({ url, ...common });
  const played = await playScenario(devnet);
  await devnet.control.mine();
  facts = { ...played, failed: await failOnce(played.scriptAddress) };
  await devnet.control.mine(2);
}, 60_000);
afterAll(() => devnet.stop());

/** A transaction whose script fails takes its collateral and gives the rest back. */
async function failOnce(address: string): Promise<string> {
  const outputs = await blockfrost.unspentOutputs(devnet.funding.address);
  const [largest] = outputs.toSorted((a, b) => (a.lovelace < b.lovelace ? 1 : -1));
  if (!largest) throw new Error("the wallet is empty");
  const { bytes } = failingPayment(devnet.funding, largest, { address, lovelace: 3_000_000n });
  const { body } = await devnet.submit(bytes);
  return String(body);
}

const sorted = <T>(items: readonly T[] | null) =>
  items && [...items].sort((a, b) => (JSON.stringify(a, big) < JSON.stringify(b, big) ? -1 : 1));
const big = (_: string, value: unknown) => (typeof value === "bigint" ? `${value}` : value);

test("the network, its parameters and its tip", async () => {
  expect(await kupo.genesis()).toEqual(await blockfrost.genesis());
  expect(await kupo.parameters()).toEqual(await blockfrost.parameters());
  expect(await kupo.tip()).toEqual(await blockfrost.tip());
});

test("every block, and its transactions", async () => {
  const { height } = await blockfrost.tip();
  const blocks = [];
  for (let at = 0; at <= height; at++) blocks.push(await blockfrost.block(at));
  for (const block of blocks) {
    expect(await kupo.block(block?.height ?? -1)).toEqual(block);
    expect(await kupo.block(block?.hash ?? "")).toEqual(block);
    const ids = await blockfrost.blockTransactions(block?.hash ?? "");
    expect(sorted(await kupo.blockTransactions(block?.hash ?? ""))).toEqual(sorted(ids));
    for (const id of ids ?? []) {
      expect(await kupo.transactionBytes(id)).toBe(await blockfrost.transactionBytes(id));
      expect(await kupo.transactionPlace(id)).toEqual(await blockfrost.transactionPlace(id));
    }
  }
  expect(await kupo.blocksAfter(blocks[0]?.hash ?? "", 100)).toEqual(blocks.slice(1));
  expect(await kupo.block(height + 1)).toBeNull();
});

test("lists, holdings and supply", async () => {
  const { height } = await blockfrost.tip();
  const { address, scriptAddress, unit, policy } = facts;
  for (const each of [address, scriptAddress]) {
    expect(await kupo.addressTransactions(each, 0, height)).toEqual(
      await blockfrost.addressTransactions(each, 0, height),
    );
    expect(sorted(await kupo.unspentOutputs(each))).toEqual(sorted(await blockfrost.unspentOutputs(each)));
    expect(sorted(await kupo.unspentOutputs(each, unit))).toEqual(sorted(await blockfrost.unspentOutputs(each, unit)));
  }
  for (const each of [unit, policy, `${policy}00`]) {
    const refs = await blockfrost.assetTransactions(each, 0, height);
    expect((await kupo.assetTransactions(each, 0, height)).map(({ hash }) => hash)).toEqual(
      refs.map(({ hash }) => hash),
    );
    expect(sorted(await kupo.assetHolders(each))).toEqual(sorted(await blockfrost.assetHolders(each)));
    expect(await kupo.assetSupply(each)).toBe(await blockfrost.assetSupply(each));
  }
});

test("a failed transaction is listed by its collateral, and is not valid", async () => {
  const place = await kupo.transactionPlace(facts.failed);
  expect(place).toMatchObject({ valid: false });
  const refs = await kupo.addressTransactions(facts.address, place?.height ?? 0, place?.height ?? 0);
  expect(refs.map(({ hash }) => hash)).toContain(facts.failed);
});

test("accounts and scripts", async () => {
  const never = facts.rewardAddress.replace(/.$/, (last) => (last === "q" ? "p" : "q"));
  for (const account of [facts.rewardAddress, facts.scriptRewardAddress]) {
    expect(await kupo.rewardAccount(account)).toEqual(await blockfrost.rewardAccount(account));
  }
  await expect(kupo.rewardAccount(never)).rejects.toMatchObject({ kind: "wrong-answer" });
  expect(await kupo.script(facts.scriptHash)).toEqual(await blockfrost.script(facts.scriptHash));
  expect(await kupo.script("00".repeat(28))).toBeNull();
});

test("what nobody knows", async () => {
  const nobody = "ab".repeat(32);
  expect(await kupo.block(nobody)).toBeNull();
  expect(await kupo.blocksAfter(nobody, 5)).toBeNull();
  expect(await kupo.blockTransactions(nobody)).toBeNull();
  expect(await kupo.transactionBytes(nobody)).toBeNull();
  expect(await kupo.transactionPlace(nobody)).toBeNull();
  expect(await kupo.unspentOutputs("no address")).toEqual([]);
});
