import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { DevnetControl } from "@/server/devnet/control-client";
import { type Devnet, startDevnet } from "@/server/devnet/start";
import { transactionId } from "@/server/domain/cardano/transaction-id";
import type { ChainSource, TxOutput } from "@/server/domain/ports";
import { readWithInputs } from "@/server/testing/chain/read-transaction";
import { newTestWallet, payment } from "@/server/testing/chain/wallet";
import { QUICK_RETRY } from "@/server/testing/chain/with-source";
import { createBlockfrostSource } from "./source";

// Blockfrost's own ways to fail and to lie, of a ledger that really decides; what sources have in common is asserted in
// conformance/. Nothing moves by itself: the clock stands still.
const funds = newTestWallet();
const player = newTestWallet();

let devnet: Devnet;
let control: DevnetControl;
let source: ChainSource;

beforeAll(async () => {
  devnet = await startDevnet({ speed: 0, mining: false, funding: funds });
  control = new DevnetControl(devnet.controlUrl);
  await control.mine(5);
  const patience = { retry: QUICK_RETRY, timeoutMs: 3_000, submitTimeoutMs: 400 };
  source = createBlockfrostSource({ url: devnet.url, name: "devnet", ...patience });
});
afterEach(() => control.clearFaults());
afterAll(() => devnet.stop());

async function largestOutput(): Promise<TxOutput> {
  const outputs = await source.unspentOutputs(funds.address);
  const [largest] = outputs.toSorted((a, b) => (a.lovelace < b.lovelace ? 1 : -1));
  if (!largest) throw new Error("the wallet is empty");
  return largest;
}

async function payPlayer(): Promise<Uint8Array> {
  return payment(funds, await largestOutput(), { address: player.address, lovelace: 3_000_000n });
}

async function mined(tx: Uint8Array) {
  await control.mine();
  return readWithInputs(source, transactionId(tx));
}

describe("submission", () => {
  test.each<["500" | "timeout"]>([["500"], ["timeout"]])(
    "%s after acceptance is ambiguous, and the chain shows the payment",
    async (answer) => {
      const tx = await payPlayer();
      await control.setFaults({ path: "^/tx/submit", kind: "accept-then-error", answer });
      expect(await source.submit(tx)).toMatchObject({ kind: "ambiguous" });
      await control.clearFaults();
      expect(await mined(tx)).toMatchObject({ valid: true });
    },
  );

  test("a bare hash is an acceptance", async () => {
    const tx = await payPlayer();
    await control.setFaults({ path: "^/tx/submit", kind: "accept-then-error", answer: "bare-hash" });
    expect(await source.submit(tx)).toEqual({ kind: "accepted" });
    expect(await mined(tx)).toMatchObject({ valid: true });
  });

  test("no answer at all is ambiguous", async () => {
    const tx = await payPlayer();
    await control.setFaults({ path: "^/tx/submit", kind: "drop" });
    expect(await source.submit(tx)).toMatchObject({ kind: "ambiguous" });
  });
});

describe("a server that errs or lies", () => {
  const lie = (path: string, at: string, value: unknown) =>
    control.setFaults({ path, kind: "lie", patch: [{ op: "replace", path: at, value }] });

  test("a tip with another block's slot", async () => {
    const { slot } = await source.tip();
    await lie("^/blocks/latest", "/slot", slot + 1_000_000);
    await expect(source.tip()).rejects.toMatchObject({ kind: "wrong-answer" });
  });

  test("a block that does not follow", async () => {
    const start = await source.block(2);
    await lie("/next", "/1/previous_block", "ab".repeat(32));
    await expect(source.blocksAfter(start?.hash ?? "", 10)).rejects.toMatchObject({ kind: "lying" });
  });

  test("a transaction outside the range", async () => {
    await lie("^/addresses/.*/transactions", "/0/block_height", 1_000_000);
    const { height } = await source.tip();
    await expect(source.addressTransactions(funds.address, 1, height)).rejects.toMatchObject({
      kind: "lying",
    });
  });

  test("another transaction than asked for", async () => {
    const [ref] = await source.addressTransactions(player.address, 1, (await source.tip()).height);
    await lie("^/txs/[0-9a-f]+$", "/hash", "cd".repeat(32));
    await expect(source.transactionPlace(ref?.hash ?? "")).rejects.toMatchObject({ kind: "lying" });
  });

  test("an amount as a fraction", async () => {
    await lie("/utxos", "/0/amount/0/quantity", "2000000.5");
    await expect(source.unspentOutputs(player.address)).rejects.toThrow(/0\.amount\.0\.quantity/);
  });
});

test("a key that is demanded, and a limit that is reached", async () => {
  const strict = await startDevnet({
    speed: 0,
    projectId: "preprodKEY",
    rateLimit: { perSecond: 200, burst: 3 },
  });
  try {
    const keyless = createBlockfrostSource({ url: strict.url, retry: QUICK_RETRY });
    await expect(keyless.tip()).rejects.toMatchObject({ kind: "unauthorised" });
    const retry = { retries: 12, baseDelayMs: 10, maxDelayMs: 50 };
    const patient = createBlockfrostSource({ url: strict.url, projectId: "preprodKEY", retry });
    const tips = await Promise.all(Array.from({ length: 30 }, () => patient.tip()));
    expect(tips).toHaveLength(30);
  } finally {
    await strict.stop();
  }
});
