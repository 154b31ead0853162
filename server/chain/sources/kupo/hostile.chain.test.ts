import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { FaultRule } from "@/server/devnet/faults";
import { type KupoWorld, startKupoWorld } from "@/server/testing/chain/kupo-world";
import { newTestWallet } from "@/server/testing/chain/wallet";

/* Either server may lie, err, or stop in the middle. */
const player = newTestWallet().address;
const UNIT = `${"ab".repeat(28)}70`;
let world: KupoWorld;
let paid: string[];
let height: number;

beforeAll(async () => {
  const holder = { address: player, lovelace: 5_000_000n, assets: { [UNIT]: 7n } };
  world = await startKupoWorld({ genesis: { initialFunds: [holder] }, timeoutMs: 300 });
  paid = [];
  for (let block = 0; block < 30; block++) {
    paid.push(world.pay(player));
    world.mine();
  }
  height = world.mine(2).height;
});
afterEach(() => world.faults.clear());
afterAll(() => world.close());

const lie = (path: string, at: string, value: unknown, times?: number): FaultRule => ({
  path,
  kind: "lie",
  patch: [{ op: "replace", path: at, value }],
  ...(times ? { times } : {}),
});

/** Nothing happens to so many answers. */
const pass = (path: string, times: number): FaultRule => ({
  path,
  kind: "accept-then-error",
  answer: "bare-hash",
  times,
});

/** A new source each time: what is remembered would not be asked again. */
async function where(rules: FaultRule[], ask: (source: KupoWorld["source"]) => Promise<unknown>, timeoutMs = 300) {
  world.faults.set(rules);
  return ask(world.open(timeoutMs));
}

const list = (source: KupoWorld["source"]) => source.addressTransactions(player, 1, height);
const blocks = (source: KupoWorld["source"]) =>
  source.blocksAfter(world.chain.blocks[1]?.hash ?? "", 25, { height: 1, slot: world.chain.blocks[1]?.slot ?? 0 });

describe("Kupo that lies", () => {
  test.each<[string, string, unknown, string]>([
    ["another address's output", "/0/address", newTestWallet().address, "lying"],
    ["a block outside the range", "/0/created_at/slot_no", 1_000_000, "lying"],
    ["a transaction that its block does not hold", "/0/transaction_id", "cd".repeat(32), "lying"],
    ["an amount that is none", "/0/value/coins", "12.5", "wrong-answer"],
    ["an entry without a place", "/0/created_at", null, "wrong-answer"],
  ])("%s", async (_, at, value, kind) => {
    await expect(where([lie("^/matches/addr", at, value, 1)], list)).rejects.toMatchObject({ kind });
  });

  test("an output that is left out of a transaction that is named", async () => {
    await expect(where([lie("^/matches/addr", "/0/output_index", 7, 1)], list)).rejects.toThrow(
      /made output 0.*does not name it/,
    );
  });

  test("an output that is named twice", async () => {
    const [first] = (await (await fetch(`${world.kupo.url}/matches/${player}`)).json()) as unknown[];
    const patch = [{ op: "add" as const, path: "/0", value: first }];
    const rule: FaultRule = { path: "^/matches/addr", kind: "lie", patch, times: 1 };
    for (const ask of [(source: KupoWorld["source"]) => source.unspentOutputs(player), list]) {
      await expect(where([rule], ask)).rejects.toMatchObject({ kind: "lying" });
    }
  });

  test("an asset that is not there, and a point that Ogmios never had", async () => {
    const asset = where([lie("^/matches/abab", "/0/value/assets", {})], (source) => source.assetSupply(UNIT));
    await expect(asset).rejects.toMatchObject({ kind: "lying" });
    const point = where([lie("^/checkpoints/9", "/header_hash", "ab".repeat(32))], (source) => source.tip());
    // The newest that both know is older: that is no lie that could be told from a fork.
    expect(await point).toMatchObject({ height });
  });
});

describe("Kupo that errs", () => {
  test("answers cut, late, never or with an error are asked for again", async () => {
    const path = "^/matches/addr";
    const rules: FaultRule[] = [
      { path, kind: "status", status: 503, times: 1 },
      { path, kind: "drop", times: 1 },
    ];
    expect(await where(rules, list)).toHaveLength(30);
    expect(await where([{ path, kind: "timeout", times: 1 }], list)).toHaveLength(30);
    await expect(where([{ path, kind: "timeout" }], list)).rejects.toMatchObject({ kind: "unreachable" });
    await expect(where([{ path, kind: "status", status: 500 }], list)).rejects.toMatchObject({ kind: "unavailable" });
    const nothing: FaultRule = { path, kind: "status", status: 404 };
    await expect(where([nothing], list)).rejects.toMatchObject({ kind: "not-supported" });
  });

  test("a point that is gone while the list is read is looked for anew, and not for ever", async () => {
    const gone: FaultRule = { path: "^/matches/addr", kind: "status", status: 400, body: { hint: "no such point" } };
    expect(await where([{ ...gone, times: 2 }], list)).toHaveLength(30);
    await expect(where([gone], list)).rejects.toMatchObject({ kind: "unavailable" });
  });

  test("an answer that is too long is asked for in halves, each bound to its block", async () => {
    const long = "x".repeat(17 * 1024 * 1024);
    const path = "^/matches/addr";
    for (const times of [1, 2, 5]) {
      expect(await where([{ path, kind: "status", status: 200, body: long, times }], list, 5_000)).toHaveLength(30);
    }
    const rule: FaultRule = { path, kind: "status", status: 200, body: long, times: 3 };
    expect(await where([rule], (source) => source.unspentOutputs(player), 5_000)).toHaveLength(31);
  }, 30_000);
});

describe("Ogmios that lies", () => {
  const forward = (field: string) => `/result/block/${field}`;
  /** The first `nextBlock` goes back: only blocks have the field, so that the lie is told of the second. */
  const second = (at: string, value: unknown): FaultRule[] => [
    pass("^/nextBlock$", 1),
    lie("^/nextBlock$", at, value, 1),
  ];

  test.each<[string, string, unknown]>([
    ["a block that does not follow", forward("ancestor"), "ab".repeat(32)],
    ["another direction", "/result", { direction: "sideways" }],
    ["no slot", forward("slot"), -1],
    ["an answer to something else", "/method", "queryNetwork/tip"],
    ["an id that nobody used", "/id", 4_711],
  ])("%s", async (_, at, value) => {
    const source = world.open();
    await source.tip();
    world.faults.set(second(at, value));
    const told = await blocks(source).then(
      () => null,
      (error: unknown) => error,
    );
    expect(told).toMatchObject({ kind: expect.stringMatching(/lying|wrong-answer/) });
    world.faults.clear();
    expect(await blocks(source)).toHaveLength(25);
  });

  test("a cost model that JSON cannot hold is left out; parts of numbers are no long ones", async () => {
    const { costModels } = await world.open().parameters();
    const path = "/queryLedgerState/protocolParameters";
    const patch = [
      { op: "replace" as const, path: "/result/plutusCostModels/plutus:v2/1", value: "9223372036854775807" },
      { op: "replace" as const, path: "/result/minFeeReferenceScripts/base", value: 1.1234567890123457 },
      { op: "add" as const, path: "/result/more", value: 1_234_567_890_123_456 },
    ];
    const told = await where([{ path, kind: "lie", patch }], (source) => source.parameters());
    expect(told).toMatchObject({
      costModels: { ...costModels, PlutusV2: [] },
      minFeeRefScriptCostPerByte: 1.1234567890123457,
    });
  });

  test("bytes of another transaction", async () => {
    const other = Buffer.from(world.chain.index.transactions.get(paid[0] ?? "")?.bytes ?? []).toString("hex");
    const source = world.open();
    await source.tip();
    world.faults.set(second("/result/block/transactions/0/cbor", other));
    await expect(source.transactionBytes(paid[4] ?? "")).rejects.toMatchObject({ kind: "lying" });
  });

  test("another chain's tip: what it names must be what Kupo knows", async () => {
    const rule = lie("^/findIntersection$", "/result/intersection", { slot: 1, id: "ab".repeat(32) });
    await expect(where([rule], (source) => source.tip())).rejects.toMatchObject({ kind: "lying" });
  });
});

describe("Ogmios that errs", () => {
  test("a connection that dies in the middle of a page is opened again, and the page read anew", async () => {
    for (const kind of ["drop", "cut", "timeout"] as const) {
      const source = world.open();
      await source.tip();
      world.faults.set([pass("^/nextBlock$", 7), { path: "^/nextBlock$", kind, times: 1 }]);
      expect(await blocks(source)).toHaveLength(25);
    }
  });

  test("a rollback in the middle of a page is read anew", async () => {
    const source = world.open();
    await source.tip();
    const back = { direction: "backward", point: "origin", tip: "origin" };
    const rules: FaultRule[] = [pass("^/nextBlock$", 7), lie("^/nextBlock$", "/result", back, 1)];
    world.faults.set(rules);
    expect(await blocks(source)).toHaveLength(25);
  });

  test("what is no Ogmios, or refuses, is said in words", async () => {
    const say = (body: unknown): FaultRule => ({ path: "^/queryNetwork", kind: "status", status: 200, body });
    const genesis = (source: KupoWorld["source"]) => source.genesis();
    await expect(where([say("hello")], genesis)).rejects.toThrow(/no JSON-RPC answer/);
    await expect(where([say("x".repeat(17 * 1024 * 1024))], genesis)).rejects.toThrow(/larger than 16 MiB/);
    const refusal = { code: -32601, message: "no such method" };
    const rule = lie("^/queryNetwork", "", { jsonrpc: "2.0", id: 1, error: refusal });
    await expect(where([rule], genesis)).rejects.toMatchObject({ kind: "not-supported" });
    const { createKupoSource } = await import("./source");
    const at = (ogmiosUrl: string) =>
      createKupoSource({ kupoUrl: world.kupo.url, ogmiosUrl, retry: { retries: 0, baseDelayMs: 1, maxDelayMs: 1 } });
    await expect(at("ws://127.0.0.1:1").tip()).rejects.toMatchObject({ kind: "unreachable" });
    await expect(at(world.kupo.url.replace("http", "ws")).tip()).rejects.toMatchObject({ kind: "not-supported" });
    expect(() => at("http://127.0.0.1:1337")).toThrow(/should begin with ws:\/\/ or wss:\/\//);
  });
});
