import { Data, validatorToAddress } from "@lucid-evolution/lucid";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestDevnet, type TestDevnet } from "@/server/testing/devnet/harness";
import { ALWAYS_FALSE, ALWAYS_TRUE } from "@/server/testing/devnet/scripts";

/* Lucid Evolution with its own Blockfrost provider, unchanged, on a devnet that makes its own blocks. */

let devnet: TestDevnet;

beforeAll(async () => {
  devnet = await startTestDevnet({ speed: 1, blockIntervalMs: 200, genesis: { slotLengthMs: 200 } });
  await devnet.control.mine();
});
afterAll(async () => {
  await devnet.stop();
  expect(devnet.failures).toEqual([]);
});

const RECEIVER = "addr_test1vz2fxv2umyhttkxyxp8x0dlpdt3k6cwng5pxj3jhsydzerspjrlsz";

describe("Lucid's Blockfrost provider", () => {
  it("builds, submits and awaits a payment", async () => {
    const lucid = await devnet.lucid();
    const tx = await lucid.newTx().pay.ToAddress(RECEIVER, { lovelace: 3_000_000n }).complete();
    const hash = await (await tx.sign.withWallet().complete()).submit();
    expect(await lucid.awaitTx(hash, 100)).toBe(true);
    expect(await lucid.utxosAt(RECEIVER)).toMatchObject([{ txHash: hash, assets: { lovelace: 3_000_000n } }]);
    expect(await lucid.utxosByOutRef([{ txHash: hash, outputIndex: 0 }])).toHaveLength(1);
  });

  it("spends a script output by a reference script, with the datum fetched by hash", async () => {
    const lucid = await devnet.lucid();
    const script = ALWAYS_TRUE.PlutusV3;
    const address = validatorToAddress("Custom", script);
    const lock = await lucid
      .newTx()
      .pay.ToContract(address, { kind: "asHash", value: Data.to(7n) }, { lovelace: 4_000_000n })
      .pay.ToContract(address, { kind: "inline", value: Data.void() }, { lovelace: 2_000_000n }, script)
      .complete();
    const lockHash = await (await lock.sign.withWallet().complete()).submit();
    await lucid.awaitTx(lockHash, 100);
    const utxos = await lucid.utxosAt(address);
    const [hashed, reference] = [utxos.find((utxo) => utxo.datumHash), utxos.find((utxo) => utxo.scriptRef)];
    if (!hashed || !reference) throw new Error("the locked outputs are not shown");
    expect(reference.scriptRef).toEqual(script);
    expect(await lucid.datumOf(hashed)).toBe(7n);
    const now = (await devnet.control.state()).nowMs;
    const spend = await lucid
      .newTx()
      .collectFrom([{ ...hashed, datum: Data.to(7n) }], Data.void())
      .readFrom([reference])
      .validFrom(now - 1000)
      .validTo(now + 60_000)
      .complete({ localUPLCEval: false });
    const spendHash = await (await spend.sign.withWallet().complete()).submit();
    await lucid.awaitTx(spendHash, 100);
    expect(await lucid.utxosAt(address)).toHaveLength(1);
  });

  it("reports why a script fails", async () => {
    const lucid = await devnet.lucid();
    const address = validatorToAddress("Custom", ALWAYS_FALSE);
    const lock = await lucid
      .newTx()
      .pay.ToContract(address, { kind: "inline", value: Data.void() }, { lovelace: 2_000_000n })
      .complete();
    await lucid.awaitTx(await (await lock.sign.withWallet().complete()).submit(), 100);
    const utxos = await lucid.utxosAt(address);
    const build = lucid
      .newTx()
      .collectFrom(utxos, Data.void())
      .attach.SpendingValidator(ALWAYS_FALSE)
      .complete({ localUPLCEval: false });
    await expect(build).rejects.toThrow(/ScriptFailures/);
  });
});
