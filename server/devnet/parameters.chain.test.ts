import { Blockfrost, Lucid, type Script, type UTxO, validatorToAddress } from "@lucid-evolution/lucid";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestDevnet, type TestDevnet } from "@/server/testing/devnet/harness";
import { signPayment } from "@/server/testing/devnet/payment";
import { ALWAYS_TRUE } from "@/server/testing/devnet/scripts";

/* scalus' parameters are compiled in. These tests prove that the reported ones are the same. */

type Parameters = {
  min_fee_a: number;
  min_fee_b: number;
  coins_per_utxo_size: string;
  cost_models_raw: Record<string, number[]>;
};

/** Plutus data: constructor 0 without fields. */
const UNIT = "d87980";

let devnet: TestDevnet;
let parameters: Parameters;

beforeAll(async () => {
  devnet = await startTestDevnet();
  await devnet.control.mine();
  parameters = (await devnet.read("/epochs/latest/parameters")).body as Parameters;
});
afterAll(() => devnet.stop());

async function fundingUtxo(): Promise<{ txHash: string; index: number; lovelace: bigint }> {
  const [utxo] = await devnet.blockfrost.addressesUtxos(devnet.funding.address);
  if (!utxo) throw new Error("the funding wallet is empty");
  return {
    txHash: utxo.tx_hash,
    index: utxo.output_index,
    lovelace: BigInt(utxo.amount[0]?.quantity ?? "0"),
  };
}

describe("fees and minimum ADA", () => {
  it("refuses a fee one lovelace under the minimum and takes the exact minimum", async () => {
    const utxo = await fundingUtxo();
    const pay = (fee: bigint) =>
      signPayment(devnet.funding, [utxo], [{ address: devnet.funding.address, lovelace: utxo.lovelace - fee }], fee);
    // The size for the fee leaves out the byte of the validity flag (Alonzo ledger, toCBORForSizeComputation).
    const size = pay(200_000n).bytes.length - 1;
    const minimum = BigInt(parameters.min_fee_a * size + parameters.min_fee_b);
    const refused = await devnet.submit(pay(minimum - 1n).bytes);
    expect(refused.status).toBe(400);
    expect(JSON.stringify(refused.body)).toContain(`${minimum}`);
    const exact = pay(minimum);
    expect(await devnet.submit(exact.bytes)).toEqual({ status: 200, body: exact.hash });
    await devnet.control.mine();
  });

  it("refuses an output one lovelace under its minimum and takes the exact minimum", async () => {
    const utxo = await fundingUtxo();
    const fee = 300_000n;
    const address = devnet.funding.address;
    const pay = (lovelace: bigint) =>
      signPayment(
        devnet.funding,
        [utxo],
        [
          { address, lovelace },
          { address, lovelace: utxo.lovelace - lovelace - fee },
        ],
        fee,
      );
    // A map output of a base address: 59 bytes of address, 5 of coin, 3 of map and keys; plus 160 of overhead.
    const minimum = BigInt(parameters.coins_per_utxo_size) * BigInt(160 + 59 + 5 + 3);
    const refused = await devnet.submit(pay(minimum - 1n).bytes);
    expect(refused.status).toBe(400);
    expect(JSON.stringify(refused.body)).toMatch(/OutputsHaveNotEnoughCoins|not enough|minimum|coin/i);
    const exact = pay(minimum);
    expect(await devnet.submit(exact.bytes)).toEqual({ status: 200, body: exact.hash });
    await devnet.control.mine();
  });
});

describe.each(Object.entries(ALWAYS_TRUE))("%s", (language, script) => {
  it("is spent with the reported cost model, and refused with another", async () => {
    const utxo = await lock(script);
    const altered = structuredClone(parameters.cost_models_raw);
    const model = altered[language] ?? [];
    model[model.length - 1] = (model[model.length - 1] ?? 0) + 1;
    const refused = await spend(script, utxo, altered);
    expect(refused.status).toBe(400);
    expect(JSON.stringify(refused.body)).toMatch(/script data hash/i);
    const accepted = await spend(script, utxo, parameters.cost_models_raw);
    expect(accepted.status, JSON.stringify(accepted.body)).toBe(200);
    await devnet.control.mine();
  });

  it("accepts exactly the budget that evaluation reports, and not a unit less", async () => {
    const utxo = await lock(script);
    const trySpend = (mem: number, steps: number) =>
      spend(script, utxo, parameters.cost_models_raw, (units) => ({
        mem: units.mem + mem,
        steps: units.steps + steps,
      }));
    for (const less of [await trySpend(-1, 0), await trySpend(0, -1)]) {
      expect(less.status).toBe(400);
      expect(JSON.stringify(less.body)).toMatch(/budget/i);
    }
    const exact = await trySpend(0, 0);
    expect(exact.status, JSON.stringify(exact.body)).toBe(200);
    await devnet.control.mine();
  });
});

/** Locks 5 ADA under the script. Plutus V1 cannot see inline datums, so the datum is a hash. */
async function lock(script: Script): Promise<UTxO> {
  const address = validatorToAddress("Custom", script);
  const lucid = await devnet.lucid();
  lucid.overrideUTxOs(await devnet.utxos(devnet.funding.address));
  const tx = await lucid
    .newTx()
    .pay.ToContract(address, { kind: "asHash", value: UNIT }, { lovelace: 5_000_000n })
    .complete();
  await (await tx.sign.withWallet().complete()).submit();
  await devnet.control.mine();
  const [utxo] = await devnet.utxos(address);
  if (!utxo) throw new Error("nothing is locked under the script");
  return { ...utxo, datum: UNIT };
}

type Units = { mem: number; steps: number };

/** Spends it with Lucid built on the given cost models, with its budgets changed before they are set. */
async function spend(
  script: Script,
  utxo: UTxO,
  costModels: Record<string, number[]>,
  change = (units: Units) => units,
) {
  const provider = new Blockfrost(devnet.url, "test");
  const evaluate = provider.evaluateTx.bind(provider);
  provider.evaluateTx = async (tx, extra) =>
    (await evaluate(tx, extra)).map((redeemer) => ({ ...redeemer, ex_units: change(redeemer.ex_units) }));
  const lucid = await Lucid(provider, "Custom", {
    presetProtocolParameters: {
      ...(await provider.getProtocolParameters()),
      costModels: costModels as never,
    },
  });
  lucid.selectWallet.fromSeed(devnet.funding.seedPhrase);
  lucid.overrideUTxOs(await devnet.utxos(devnet.funding.address));
  const tx = await lucid
    .newTx()
    .collectFrom([utxo], UNIT)
    .attach.SpendingValidator(script)
    .complete({ localUPLCEval: false });
  return devnet.submit((await tx.sign.withWallet().complete()).toCBOR());
}
