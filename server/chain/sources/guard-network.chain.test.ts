import { afterEach, expect, it } from "vitest";
import { startDevnet } from "@/server/devnet/start";
import { createBlockfrostSource } from "./blockfrost/source";
import { guardNetwork } from "./guard-network";

const QUICK = { retry: { retries: 0, baseDelayMs: 1, maxDelayMs: 1 }, timeoutMs: 2_000 };
const running: { stop(): Promise<void> }[] = [];
afterEach(async () => {
  for (const devnet of running.splice(0)) await devnet.stop();
});

async function devnetOf(networkMagic: number, port = 0) {
  const devnet = await startDevnet({ genesis: { networkMagic }, speed: 0, port });
  running.push(devnet);
  return devnet;
}

it("asks a source of another network nothing, and names both networks", async () => {
  const { url } = await devnetOf(7);
  const guarded = guardNetwork(createBlockfrostSource({ url, ...QUICK }), 1);
  const words = /the network with magic 7, but this installation is set up for preprod \(network magic 1\)/;
  await expect(guarded.tip()).rejects.toThrow(words);
  await expect(guarded.unspentOutputs("addr_test1")).rejects.toThrow(words);
  // A submission is never an answer by itself, not even here.
  expect(await guarded.submit(new Uint8Array([1]))).toEqual({
    kind: "ambiguous",
    detail: expect.stringMatching(words),
  });
});

it("may be made before its source is there, and works from then on", async () => {
  const first = await devnetOf(7);
  const { url } = first;
  await first.stop();
  running.length = 0;
  const guarded = guardNetwork(createBlockfrostSource({ url, ...QUICK }), 7);
  await expect(guarded.tip()).rejects.toThrow(/nothing listens at this address/);
  await devnetOf(7, Number(new URL(url).port));
  expect((await guarded.tip()).height).toBeGreaterThanOrEqual(0);
  expect((await guarded.genesis()).networkMagic).toBe(7);
});
