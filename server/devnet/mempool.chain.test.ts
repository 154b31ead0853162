import { Blockfrost, Data, Lucid, validatorToAddress } from "@lucid-evolution/lucid";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startTestDevnet, type TestDevnet } from "@/server/testing/devnet/harness";
import { signPayment } from "@/server/testing/devnet/payment";
import { ALWAYS_FALSE, ALWAYS_TRUE } from "@/server/testing/devnet/scripts";
import { ALL_INPUTS_SPENT } from "./ledger/chain";

const FEE = 300_000n;

let devnet: TestDevnet;

beforeEach(async () => {
  devnet = await startTestDevnet();
  await devnet.control.mine();
});
afterEach(() => devnet.stop());

/** Payments to oneself, each spending everything of the output before it. */
async function chain(length: number): Promise<{ bytes: Uint8Array; hash: string }[]> {
  const [utxo] = await devnet.utxos(devnet.funding.address);
  if (!utxo) throw new Error("no funds");
  const { address } = devnet.funding;
  let ref = { txHash: utxo.txHash, index: utxo.outputIndex };
  let lovelace = utxo.assets.lovelace ?? 0n;
  return Array.from({ length }, () => {
    lovelace -= FEE;
    const payment = signPayment(devnet.funding, [ref], [{ address, lovelace }], FEE);
    ref = { txHash: payment.hash, index: 0 };
    return payment;
  });
}

const reason = (answer: { body: unknown }) => (answer.body as { message: string }).message;

describe("submission", () => {
  it("chains on what waits in the mempool, and puts all of it into one block in order", async () => {
    const payments = await chain(5);
    const orphan = await devnet.submit(payments[1]?.bytes ?? "");
    expect(orphan.status).toBe(400);
    for (const payment of payments) expect((await devnet.submit(payment.bytes)).status).toBe(200);
    expect(await devnet.blockfrost.mempool()).toHaveLength(5);
    await devnet.control.mine();
    const last = payments[4]?.hash ?? "";
    expect(await devnet.blockfrost.blocksLatestTxs()).toEqual(payments.map((payment) => payment.hash));
    expect(await devnet.blockfrost.txs(last)).toMatchObject({ index: 4, block_height: 2 });
    expect(await devnet.blockfrost.mempool()).toEqual([]);
  });

  it("keeps the exact bytes, so that the id is the hash of what was sent", async () => {
    const [payment] = await chain(1);
    if (!payment) throw new Error("no payment");
    // An indefinite-length outer array: the same transaction in other bytes, outside the signed body.
    const other = Buffer.concat([Buffer.from([0x9f]), payment.bytes.subarray(1), Buffer.from([0xff])]);
    expect(await devnet.submit(other)).toEqual({ status: 200, body: payment.hash });
    await devnet.control.mine();
    expect((await devnet.blockfrost.txsCbor(payment.hash)).cbor).toBe(other.toString("hex"));
  });

  it("refuses a replay, in the mempool and on chain, and names spent inputs as the reason", async () => {
    const [payment] = await chain(1);
    expect((await devnet.submit(payment?.bytes ?? "")).status).toBe(200);
    const again = await devnet.submit(payment?.bytes ?? "");
    expect(again.status).toBe(400);
    expect(reason(again)).toContain(ALL_INPUTS_SPENT);
    await devnet.control.mine();
    const late = await devnet.submit(payment?.bytes ?? "");
    expect({ status: late.status, named: reason(late).includes(ALL_INPUTS_SPENT) }).toEqual({
      status: 400,
      named: true,
    });
  });

  it("refuses unbalanced, unsigned and malformed transactions with the reason", async () => {
    const [utxo] = await devnet.utxos(devnet.funding.address);
    if (!utxo) throw new Error("no funds");
    const { address } = devnet.funding;
    const ref = { txHash: utxo.txHash, index: utxo.outputIndex };
    const greedy = signPayment(devnet.funding, [ref], [{ address, lovelace: utxo.assets.lovelace ?? 0n }], FEE);
    expect(reason(await devnet.submit(greedy.bytes))).toMatch(/not conserved|ValueNotConserved/i);
    const [good] = await chain(1);
    const broken = Buffer.from(good?.bytes ?? []);
    broken[broken.length - 10] = (broken[broken.length - 10] ?? 0) ^ 1;
    expect(reason(await devnet.submit(broken))).toMatch(/signature/i);
    expect(reason(await devnet.submit("83a0"))).toMatch(/DecoderFailure/);
    const response = await fetch(`${devnet.url}/tx/submit`, {
      method: "POST",
      headers: { "content-type": "text/plain" },
      body: "x",
    });
    expect(((await response.json()) as { message: string }).message).toContain("application/cbor");
  });
});

describe("the forecast horizon", () => {
  it("refuses a script transaction that ends at a slot without a known time, and accepts it without a script", async () => {
    const address = validatorToAddress("Custom", ALWAYS_TRUE.PlutusV3);
    const lucid = await devnet.lucid();
    const [era] = await devnet.blockfrost.networkEras();
    const endMs = devnet.systemStartMs + (era?.end.time ?? 0) * 1000;
    const lock = await lucid
      .newTx()
      .pay.ToContract(address, { kind: "inline", value: Data.void() }, { lovelace: 5_000_000n })
      .validTo(endMs + 1000)
      .complete();
    await (await lock.sign.withWallet().complete()).submit();
    await devnet.control.mine();
    const locked = await devnet.utxos(address);
    const spend = async (validToMs: number) => {
      const tx = await lucid
        .newTx()
        .collectFrom(locked, Data.void())
        .attach.SpendingValidator(ALWAYS_TRUE.PlutusV3)
        .validTo(validToMs)
        .complete();
      return devnet.submit((await tx.sign.withWallet().complete()).toCBOR());
    };
    const refused = await spend(endMs);
    expect(refused.status).toBe(400);
    expect(reason(refused)).toContain("OutsideForecast");
    expect((await spend(endMs - 1000)).status).toBe(200);
  });
});

describe("at the block", () => {
  it("drops a transaction whose time has passed, and what was built on it", async () => {
    const lucid = await devnet.lucid();
    const { nowMs } = await devnet.control.state();
    const tx = await lucid
      .newTx()
      .pay.ToAddress(devnet.funding.address, { lovelace: 5_000_000n })
      .validTo(nowMs + 10_000)
      .complete();
    const hash = await (await tx.sign.withWallet().complete()).submit();
    const child = signPayment(
      devnet.funding,
      [{ txHash: hash, index: 0 }],
      [{ address: devnet.funding.address, lovelace: 4_700_000n }],
      FEE,
    );
    expect((await devnet.submit(child.bytes)).status).toBe(200);
    const state = await devnet.control.advance({ ms: 20_000 });
    expect(state.mempool).toEqual([]);
    expect(await devnet.read(`/txs/${hash}`)).toMatchObject({ status: 404 });
    expect(await devnet.read(`/txs/${child.hash}`)).toMatchObject({ status: 404 });
  });

  it("takes the collateral, and nothing else, of a transaction marked as failing", async () => {
    const address = validatorToAddress("Custom", ALWAYS_FALSE);
    const lucid = await devnet.lucid();
    const lock = await lucid
      .newTx()
      .pay.ToContract(address, { kind: "inline", value: Data.void() }, { lovelace: 5_000_000n })
      .complete();
    await (await lock.sign.withWallet().complete()).submit();
    await devnet.control.mine();
    const provider = new Blockfrost(devnet.url, "test");
    provider.evaluateTx = async () => [
      { redeemer_tag: "spend", redeemer_index: 0, ex_units: { mem: 10_000, steps: 10_000_000 } },
    ];
    const spender = await Lucid(provider, "Custom");
    spender.selectWallet.fromSeed(devnet.funding.seedPhrase);
    const locked = await devnet.utxos(address);
    const spend = await spender
      .newTx()
      .collectFrom(locked, Data.void())
      .attach.SpendingValidator(ALWAYS_FALSE)
      .complete({ localUPLCEval: false });
    const bytes = Buffer.from((await spend.sign.withWallet().complete()).toCBOR(), "hex");
    expect((await devnet.submit(bytes)).status).toBe(400);

    // `[body, witnesses, is_valid, null]`: is_valid is the last byte but one, outside the signed body.
    expect(bytes[bytes.length - 2]).toBe(0xf5);
    bytes[bytes.length - 2] = 0xf4;
    const accepted = await devnet.submit(bytes);
    expect(accepted.status).toBe(200);
    await devnet.control.mine();
    const hash = String(accepted.body);
    const tx = await devnet.blockfrost.txs(hash);
    const utxos = await devnet.blockfrost.txsUtxos(hash);
    const spent = utxos.inputs.filter((input) => input.collateral);
    const returned = utxos.outputs.filter((output) => output.collateral);
    const lovelace = (list: { amount: { quantity: string }[] }[]) =>
      list.reduce((sum, { amount }) => sum + BigInt(amount[0]?.quantity ?? "0"), 0n);
    expect(tx).toMatchObject({
      valid_contract: false,
      fees: (lovelace(spent) - lovelace(returned)).toString(),
    });
    expect(await devnet.utxos(address)).toEqual(locked);
    expect((await devnet.utxos(devnet.funding.address)).map((utxo) => utxo.txHash)).toEqual([hash]);
  });
});
