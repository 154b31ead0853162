import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { DevnetControl } from "@/server/devnet/control-client";
import { type Devnet, startDevnet } from "@/server/devnet/start";
import { transactionId } from "@/server/domain/cardano/transaction-id";
import type { ChainSource, TxOutput } from "@/server/domain/ports";
import { readWithInputs } from "@/server/testing/chain/read-transaction";
import { newTestWallet, payment } from "@/server/testing/chain/wallet";
import { QUICK_RETRY } from "@/server/testing/chain/with-source";
import { createBlockfrostSource } from "./source";

// The source against a ledger that really decides. Nothing moves by itself: the clock stands still.
const funds = newTestWallet();
const issuer = newTestWallet();
const player = newTestWallet();
const UNIT = `${"ab".repeat(28)}7072697a65`;
const SUPPLY = 9_007_199_254_740_993n;

let devnet: Devnet;
let control: DevnetControl;
let source: ChainSource;

beforeAll(async () => {
  const holder = { address: issuer.address, lovelace: 50_000_000_000n, assets: { [UNIT]: SUPPLY } };
  devnet = await startDevnet({
    speed: 0,
    mining: false,
    funding: funds,
    genesis: {
      networkMagic: 77,
      systemStartMs: Date.UTC(2031, 4, 5),
      slotLengthMs: 250,
      initialFunds: [holder],
    },
  });
  control = new DevnetControl(devnet.controlUrl);
  const retry = QUICK_RETRY;
  source = createBlockfrostSource({
    url: devnet.url,
    name: "devnet",
    retry,
    timeoutMs: 3_000,
    submitTimeoutMs: 400,
  });
});
afterEach(() => control.clearFaults());
afterAll(() => devnet.stop());

async function largestOutput(wallet = funds): Promise<TxOutput> {
  const outputs = await source.unspentOutputs(wallet.address);
  const [largest] = outputs.toSorted((a, b) => (a.lovelace < b.lovelace ? 1 : -1));
  if (!largest) throw new Error("the wallet is empty");
  return largest;
}

async function payPlayer(lovelace = 3_000_000n): Promise<Uint8Array> {
  return payment(funds, await largestOutput(), { address: player.address, lovelace });
}

async function mined(tx: Uint8Array) {
  await control.mine();
  return readWithInputs(source, transactionId(tx));
}

test("facts of the network: its own, not ours", async () => {
  const genesis = await source.genesis();
  expect(genesis).toMatchObject({ networkMagic: 77, systemStartMs: Date.UTC(2031, 4, 5) });
  expect(genesis.eras.at(-1)?.slotLengthMs).toBe(250);
  await control.mine(3);
  const { tip } = await control.state();
  expect(await source.tip()).toMatchObject(tip);
  const parameters = await source.parameters();
  expect(parameters.costModels.PlutusV1.length).toBeGreaterThanOrEqual(166);
  expect(parameters.costModels.PlutusV3.length).toBeGreaterThan(250);
  expect(parameters.maxTxSize).toBe(16_384);
});

test("130 payments over several blocks are found whole, by height and hash, and by range", async () => {
  const before = (await source.tip()).height;
  const sent: string[] = [];
  for (let block = 0; block < 13; block++) {
    const inBlock: string[] = [];
    for (let index = 0; index < 10; index++) inBlock.push((await control.fund(player.address, 2_000_000n)).txHash);
    sent.push(...inBlock.sort());
    await control.mine();
    const { hash } = await source.tip();
    expect((await source.blockTransactions(hash))?.sort()).toEqual(inBlock);
  }
  const tip = await source.tip();
  const refs = await source.addressTransactions(player.address, before + 1, tip.height);
  expect(refs.map(({ hash }) => hash)).toEqual(sent);
  const some = await source.addressTransactions(player.address, before + 3, before + 4);
  expect(some.map(({ hash }) => hash)).toEqual(sent.slice(20, 40));
  expect(await source.unspentOutputs(player.address)).toHaveLength(130);

  const read = await readWithInputs(source, sent[0] ?? "");
  expect(read.valid).toBe(true);
  expect(read.outputs[0]).toMatchObject({ address: player.address, lovelace: 2_000_000n });
  const header = await source.block(before + 1);
  if (!header) throw new Error("the first payment's block is missing");
  const { previousHash, ...block } = header;
  expect(read.block).toEqual(block);
});

test("more than 100 blocks follow one another by hash", async () => {
  const start = await source.tip();
  await control.mine(230);
  const blocks = await source.blocksAfter(start.hash, 1_000);
  expect(blocks).toHaveLength(230);
  expect(blocks?.at(-1)).toEqual(await source.tip());
  expect(await source.blocksAfter((await source.tip()).hash, 10)).toEqual([]);
});

test("an asset: supply, holders, and where it moved", async () => {
  expect(await source.assetSupply(UNIT)).toBe(SUPPLY);
  const held = await largestOutput(issuer);
  expect(await source.unspentOutputs(issuer.address, UNIT)).toEqual([held]);
  expect(held.assets).toEqual({ [UNIT]: SUPPLY });
  const tx = payment(issuer, held, { address: player.address, lovelace: 5_000_000n, assetsToo: true });
  expect(await source.submit(tx)).toEqual({ kind: "accepted" });
  const read = await mined(tx);
  expect(read.spent).toEqual([held]);
  expect(read.outputs[0]).toMatchObject({ address: player.address, assets: { [UNIT]: SUPPLY } });
  expect(await source.assetHolders(UNIT)).toEqual([{ address: player.address, quantity: SUPPLY }]);
  const height = read.block.height;
  const refs = await source.assetTransactions(UNIT, height, height);
  expect(refs).toMatchObject([{ hash: transactionId(tx), height }]);
  expect(await source.assetTransactions("cd".repeat(28), 0, height)).toEqual([]);
});

test("what was rolled back is null", async () => {
  const parent = await source.tip();
  const tx = await payPlayer();
  await source.submit(tx);
  const read = await mined(tx);
  const gone = await source.tip();
  expect(read.block.hash).toBe(gone.hash);
  await control.rollback(1, { drop: true });
  await control.mine();
  expect(await source.block(gone.hash)).toBeNull();
  expect(await source.blocksAfter(gone.hash, 10)).toBeNull();
  expect(await source.transactionPlace(transactionId(tx))).toBeNull();
  expect(await source.transactionBytes(transactionId(tx))).toBeNull();
  const [now] = (await source.blocksAfter(parent.hash, 10)) ?? [];
  expect(now).toMatchObject({ height: gone.height, previousHash: parent.hash });
  expect(now?.hash).not.toBe(gone.hash);
});

describe("submission", () => {
  const accepted = { kind: "accepted" };

  test.each<["500" | "timeout" | "drop"]>([["500"], ["timeout"], ["drop"]])(
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
    expect(await source.submit(tx)).toEqual(accepted);
    expect(await mined(tx)).toMatchObject({ valid: true });
  });

  test("an acceptance proves nothing", async () => {
    const tx = await payPlayer();
    await control.setFaults({ path: "^/tx/submit", kind: "accept-and-lose" });
    expect(await source.submit(tx)).toEqual(accepted);
    await control.mine();
    expect(await source.transactionPlace(transactionId(tx))).toBeNull();
  });

  test("the same bytes again, waiting or landed, are ambiguous", async () => {
    const tx = await payPlayer();
    expect(await source.submit(tx)).toEqual(accepted);
    expect(await source.submit(tx)).toMatchObject({ kind: "ambiguous" });
    expect(await mined(tx)).not.toBeNull();
    expect(await source.submit(tx)).toMatchObject({ kind: "ambiguous" });
  });

  test("a stranger's signature is refused, and not lost in silence", async () => {
    const tx = payment(funds, await largestOutput(), {
      address: player.address,
      lovelace: 3_000_000n,
      signer: player,
    });
    const outcome = await source.submit(tx);
    expect(outcome.kind).not.toBe("accepted");
    await control.mine();
    expect(await source.transactionPlace(transactionId(tx))).toBeNull();
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

  test("passing failures are asked again", async () => {
    await control.setFaults(
      { path: "^/blocks/latest", kind: "status", status: 500, times: 1 },
      { path: "^/blocks/latest", kind: "drop", times: 1 },
    );
    expect((await source.tip()).height).toBeGreaterThan(0);
  });

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
