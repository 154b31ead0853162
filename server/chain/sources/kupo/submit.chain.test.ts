import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { WebSocketServer } from "ws";
import { transactionId } from "@/server/domain/cardano/transaction-id";
import { type KupoWorld, startKupoWorld } from "@/server/testing/chain/kupo-world";
import { newTestWallet, payment } from "@/server/testing/chain/wallet";
import { createKupoSource } from "./source";

const player = newTestWallet();
let world: KupoWorld;

beforeAll(async () => {
  world = await startKupoWorld();
  // The first transaction starts the ledger's engine, which takes longer than an answer may.
  world.pay(player.address);
  world.mine();
});
afterEach(() => world.faults.clear());
afterAll(() => world.close());

async function payPlayer(signer = world.funds): Promise<Uint8Array> {
  const outputs = await world.source.unspentOutputs(world.funds.address);
  const [largest] = outputs.toSorted((a, b) => (a.lovelace < b.lovelace ? 1 : -1));
  if (!largest) throw new Error("the wallet is empty");
  return payment(world.funds, largest, { address: player.address, lovelace: 3_000_000n, signer });
}

const placeOf = (tx: Uint8Array) => world.source.transactionPlace(transactionId(tx));

test("what is accepted lands; the same bytes again, waiting or landed, are ambiguous", async () => {
  const tx = await payPlayer();
  expect(await world.source.submit(tx)).toEqual({ kind: "accepted" });
  expect(await placeOf(tx)).toBeNull();
  expect(await world.source.submit(tx)).toMatchObject({ kind: "ambiguous" });
  world.mine();
  expect(await placeOf(tx)).toMatchObject({ valid: true });
  // Unknown inputs: also the answer to our own success.
  expect(await world.source.submit(tx)).toMatchObject({ kind: "ambiguous", detail: expect.stringContaining("3117") });
});

test("an acceptance proves nothing", async () => {
  const tx = await payPlayer();
  world.faults.set([{ path: "^/submitTransaction", kind: "accept-and-lose" }]);
  expect(await world.source.submit(tx)).toEqual({ kind: "accepted" });
  world.mine();
  expect(await placeOf(tx)).toBeNull();
});

test.each(["500", "timeout", "drop"] as const)("%s after acceptance is ambiguous, and it lands", async (answer) => {
  const tx = await payPlayer();
  world.faults.set([{ path: "^/submitTransaction", kind: "accept-then-error", answer }]);
  expect(await world.source.submit(tx)).toMatchObject({ kind: "ambiguous" });
  world.mine();
  expect(await placeOf(tx)).toMatchObject({ valid: true });
});

test("no answer, another id, and a server that is away are ambiguous", async () => {
  const tx = await payPlayer();
  world.faults.set([{ path: "^/submitTransaction", kind: "drop" }]);
  expect(await world.source.submit(tx)).toMatchObject({ kind: "ambiguous" });
  const patch = [{ op: "replace" as const, path: "/result/transaction/id", value: "ab".repeat(32) }];
  world.faults.set([{ path: "^/submitTransaction", kind: "lie", patch }]);
  expect(await world.source.submit(tx)).toMatchObject({ kind: "ambiguous", detail: expect.stringMatching(/not with/) });
});

test.each([
  [3100, "rejected"],
  [3101, "rejected"],
  [3107, "rejected"],
  [3124, "rejected"],
  [3005, "ambiguous"],
  [3113, "ambiguous"],
  [3117, "ambiguous"],
  [3118, "ambiguous"],
  [3123, "ambiguous"],
  [3997, "ambiguous"],
  [-32602, "ambiguous"],
  [9999, "ambiguous"],
] as const)("failure %i is %s: only signatures, network and metadata's hash can never be right", async (code, kind) => {
  const tx = await payPlayer(player);
  const error = { code, message: "no", data: { error: "as a test wants it" } };
  world.faults.set([
    { path: "^/submitTransaction", kind: "lie", patch: [{ op: "replace", path: "/error", value: error }] },
  ]);
  expect(await world.source.submit(tx)).toMatchObject({ kind, detail: expect.stringContaining(String(code)) });
});

test("a refusal is told in words that a database takes, whatever the server says", async () => {
  const tx = await payPlayer();
  const error = { code: 3117, message: "half \0 done" };
  world.faults.set([
    { path: "^/submitTransaction", kind: "lie", patch: [{ op: "replace", path: "/error", value: error }] },
  ]);
  const detail = expect.stringMatching(/3117: half \\u\{0\} done/);
  expect(await world.source.submit(tx)).toMatchObject({ kind: "ambiguous", detail });
});

test.each(["result", "error"])("%s that is nested deeply is told as such, not thrown", async (kind) => {
  const deep = "[".repeat(20_000) + "]".repeat(20_000);
  const told = { result: deep, error: `{"code":3117,"message":"no","data":${deep}}` }[kind];
  const server = new WebSocketServer({ port: 0, host: "127.0.0.1" });
  server.on("connection", (socket) =>
    socket.on("message", (question) => {
      const { id } = JSON.parse(String(question)) as { id: number };
      socket.send(`{"jsonrpc":"2.0","id":${id},"${kind}":${told}}`);
    }),
  );
  await once(server, "listening");
  try {
    const ogmiosUrl = `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const source = createKupoSource({ kupoUrl: world.kupo.url, ogmiosUrl });
    const detail = expect.stringContaining("(nested too deeply)");
    expect(await source.submit(await payPlayer())).toMatchObject({ kind: "ambiguous", detail });
  } finally {
    for (const socket of server.clients) socket.terminate();
    server.close();
  }
});

test("bytes that are no transaction are not sent", async () => {
  await expect(world.source.submit(new Uint8Array([0x80]))).rejects.toThrow();
});
