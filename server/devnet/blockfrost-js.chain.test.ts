import { BlockFrostAPI, BlockfrostServerError } from "@blockfrost/blockfrost-js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestDevnet, type TestDevnet } from "@/server/testing/devnet/harness";
import { signPayment } from "@/server/testing/devnet/payment";
import { playScenario } from "@/server/testing/devnet/scenario";
import { schemaProblems } from "@/server/testing/devnet/schema";
import { stakeAddress } from "./codec/address";

let devnet: TestDevnet;
let scenario: Awaited<ReturnType<typeof playScenario>>;

beforeAll(async () => {
  devnet = await startTestDevnet();
  scenario = await playScenario(devnet);
  await devnet.control.mine(5);
});
afterAll(() => devnet.stop());

describe("paging", () => {
  it("walks blocks forward and back", async () => {
    const next = await devnet.blockfrost.blocksNext(2, { count: 3, page: 2 });
    expect(next.map((block) => block.height)).toEqual([6, 7, 8]);
    const previous = await devnet.blockfrost.blocksPrevious(6, { count: 2, page: 1 });
    expect(previous.map((block) => block.height)).toEqual([4, 5]);
    for (const block of next) {
      expect((await devnet.blockfrost.blocks(block.hash)).previous_block).toBe(
        (await devnet.blockfrost.blocks((block.height ?? 0) - 1)).hash,
      );
    }
  });

  it("orders, pages and bounds the transactions of an address", async () => {
    const all = await devnet.blockfrost.addressesTransactions(scenario.address);
    expect(all.map((tx) => tx.block_height)).toEqual([0, 2, 3, 4]);
    expect(all.map((tx) => tx.tx_hash).slice(1)).toEqual([
      scenario.firstHash,
      scenario.secondHash,
      scenario.pendingHash,
    ]);
    const newest = await devnet.blockfrost.addressesTransactions(scenario.address, {
      order: "desc",
      count: 1,
      page: 2,
    });
    expect(newest.map((tx) => tx.tx_hash)).toEqual([scenario.secondHash]);
    const bounded = (from: string, to: string) =>
      devnet.blockfrost
        .addressesTransactions(scenario.address, {}, { from, to })
        .then((txs) => txs.map((tx) => tx.block_height));
    expect(await bounded("2", "3")).toEqual([2, 3]);
    expect(await bounded("2:0", "3:0")).toEqual([2, 3]);
    expect(await bounded("2:1", "3")).toEqual([3]);
  });

  it("lists an asset's transactions and holders", async () => {
    const txs = await devnet.blockfrost.assetsTransactions(scenario.unit, { order: "desc" });
    expect(txs.map((tx) => tx.tx_hash)).toEqual([scenario.pendingHash, scenario.secondHash, scenario.firstHash]);
    const [holder] = await devnet.blockfrost.assetsAddresses(scenario.unit);
    expect(holder).toEqual({ address: scenario.address, quantity: "900" });
    expect(await devnet.blockfrost.addressesUtxosAsset(scenario.address, scenario.unit)).toHaveLength(1);
  });
});

async function failure(promise: Promise<unknown>): Promise<{ status: number; message: string }> {
  const error = await promise.then(
    () => null,
    (cause: unknown) => cause,
  );
  if (!(error instanceof BlockfrostServerError)) throw new Error(`expected a server error, got ${error}`);
  return { status: error.status_code, message: error.message };
}

describe("errors", () => {
  const cases: [string, string, number, string | RegExp, string][] = [
    [
      "a malformed address",
      "/addresses/addr_test1qqqq/utxos",
      400,
      /malformed address format/,
      "/addresses/{address}/utxos",
    ],
    [
      "an address of mainnet",
      "/addresses/addr1v8fet8gavr6elqt6q50skkjf025zthqu6vr56l5k39sp9aqlvz2g4",
      400,
      /Invalid address for this network/,
      "/addresses/{address}",
    ],
    ["a count beyond 100", "/assets?count=101", 400, "querystring/count must be <= 100", "/assets"],
    ["a page that is no number", "/assets?page=x", 400, "querystring/page must be integer", "/assets"],
    ["page 0", "/assets?page=0", 400, "querystring/page must be >= 1", "/assets"],
    [
      "an unknown order",
      "/assets?order=up",
      400,
      "querystring/order must be equal to one of the allowed values",
      "/assets",
    ],
    [
      "an address never seen",
      "/addresses/addr_test1vz2fxv2umyhttkxyxp8x0dlpdt3k6cwng5pxj3jhsydzerspjrlsz",
      404,
      "The requested component has not been found.",
      "/addresses/{address}",
    ],
    [
      "a block beyond the tip",
      "/blocks/1000",
      404,
      "The requested component has not been found.",
      "/blocks/{hash_or_number}",
    ],
    ["a malformed block hash", "/blocks/zz", 400, "Missing or malformed block hash.", "/blocks/{hash_or_number}"],
    ["a malformed asset", "/assets/abc", 400, "Invalid or malformed asset format.", "/assets/{asset}"],
    [
      "an unknown asset",
      `/assets/${"ab".repeat(28)}`,
      404,
      "The requested component has not been found.",
      "/assets/{asset}",
    ],
    [
      "a malformed stake address",
      "/accounts/stake_test1xx",
      400,
      "Invalid or malformed stake address format.",
      "/accounts/{stake_address}",
    ],
    [
      "a stake address of mainnet",
      "/accounts/stake1u9ylzsgxaa6xctf4juup682ar3juj85n8tx3hthnljg47zctvm3rc",
      400,
      "Invalid or malformed stake address format.",
      "/accounts/{stake_address}",
    ],
    [
      "a stake address never seen",
      `/accounts/${stakeAddress(0, { script: true, hash: "ab".repeat(28) })}`,
      404,
      "The requested component has not been found.",
      "/accounts/{stake_address}",
    ],
    ["an epoch to come", "/epochs/99", 404, "The requested component has not been found.", "/epochs/{number}"],
    ["a path that does not exist", "/nothing/here", 400, /Invalid path/, "/assets"],
  ];
  it.each(cases)("%s", async (...[, path, status, message, endpoint]) => {
    const answer = await devnet.read(path);
    expect(answer).toEqual({
      status,
      body: { status_code: status, error: expect.any(String), message: expect.stringMatching(message) },
    });
    expect(schemaProblems(endpoint, status, answer.body)).toEqual([]);
  });

  it("names a range that is upside down, a wrong method and an empty submission", async () => {
    expect(await devnet.read(`/addresses/${scenario.address}/transactions?from=3&to=2`)).toMatchObject({
      status: 400,
      body: { message: "Invalid (malformed or out of range) from/to parameter(s)." },
    });
    expect((await fetch(`${devnet.url}/genesis`, { method: "DELETE" })).status).toBe(405);
    expect(await failure(devnet.blockfrost.txSubmit(new Uint8Array([0x80])))).toMatchObject({ status: 400 });
  });

  it("demands the configured project id", async () => {
    const guarded = await startTestDevnet({ projectId: "devnetsecret" });
    const connect = (projectId: string) =>
      new BlockFrostAPI({
        customBackend: guarded.url,
        projectId,
        network: "preprod",
        rateLimiter: false,
        gotOptions: { retry: { limit: 0 } },
      });
    expect(await failure(connect("preprodwrong").genesis())).toEqual({
      status: 403,
      message: "Invalid project token.",
    });
    expect(await guarded.read("/genesis")).toMatchObject({
      status: 403,
      body: { message: expect.stringContaining("Missing project token") },
    });
    expect((await connect("devnetsecret").genesis()).network_magic).toBe(42);
    await guarded.stop();
  });

  it("answers 429 above the rate limit and 425 when the mempool is full", async () => {
    const small = await startTestDevnet({ rateLimit: { perSecond: 0, burst: 3 }, mempoolCapacityBytes: 300 });
    const [utxo] = await small.utxos(small.funding.address);
    if (!utxo) throw new Error("no funds");
    const { address } = small.funding;
    const rest = (utxo.assets.lovelace ?? 0n) - 300_000n;
    const first = signPayment(
      small.funding,
      [{ txHash: utxo.txHash, index: 0 }],
      [{ address, lovelace: rest }],
      300_000n,
    );
    const second = signPayment(
      small.funding,
      [{ txHash: first.hash, index: 0 }],
      [{ address, lovelace: rest - 300_000n }],
      300_000n,
    );
    expect((await small.submit(first.bytes)).status).toBe(200);
    expect(await small.submit(second.bytes)).toMatchObject({ status: 425, body: { error: "Mempool Full" } });
    expect(await small.read("/genesis")).toMatchObject({ status: 429 });
    await small.stop();
  });
});
