import { blake2b } from "@noble/hashes/blake2";
import { bytesToHex, hexToBytes } from "@noble/hashes/utils";
import { beforeEach, describe, expect, test } from "vitest";
import { ERAS, GENESIS, serveChain } from "@/server/testing/chain/canned-chain";
import { withCannedSource } from "@/server/testing/chain/with-source";

const held = withCannedSource();

describe("genesis", () => {
  const serveEras = (body: unknown) => {
    held.server.routes["network/eras"] = () => ({ body });
  };
  const era = (slot: number, time: number, slotLength: number, endSlot: number | null) => ({
    start: { slot, time, epoch: 0 },
    end: endSlot === null ? null : { slot: endSlot, time: 0, epoch: 0 },
    parameters: { slot_length: slotLength, epoch_length: 1, safe_zone: 1 },
  });
  beforeEach(() => serveChain(held.server, 0));

  test("facts and eras of the network, without eras that have no slot", async () => {
    serveEras([
      era(0, 0, 20, 0),
      era(0, 0, 20, 86_400),
      era(86_400, 1_728_000, 1, 90_000),
      era(90_000, 1_731_600, 0.2, null),
    ]);
    expect(await held.source.genesis()).toEqual({
      networkMagic: GENESIS.network_magic,
      systemStartMs: 1_700_000_000_000,
      securityParam: 432,
      eras: [
        { startSlot: 0, startTimeMs: 0, slotLengthMs: 20_000 },
        { startSlot: 86_400, startTimeMs: 1_728_000_000, slotLengthMs: 1_000 },
        { startSlot: 90_000, startTimeMs: 1_731_600_000, slotLengthMs: 200 },
      ],
    });
  });

  test.each<[string, unknown, RegExp]>([
    ["no era", [], /no era/],
    ["a late first era", [era(10, 0, 1, null)], /slot 0/],
    ["a gap", [era(0, 0, 1, 100), era(100, 101, 1, null)], /gap/],
    ["slots without a length", [era(0, 0, 0, null)], /slot_length/],
  ])("%s is refused", async (_, eras, words) => {
    serveEras(eras);
    await expect(held.source.genesis()).rejects.toThrow(words);
  });

  test("a server without eras is told apart", async () => {
    delete held.server.routes["network/eras"];
    await expect(held.source.genesis()).rejects.toMatchObject({
      kind: "not-supported",
      message: expect.stringContaining("there is no network/eras"),
    });
  });

  test("one bad answer is not remembered", async () => {
    held.server.routes["network/eras"] = (_, count) => ({ body: count === 0 ? [] : ERAS });
    await expect(held.source.tip()).rejects.toThrow(/no era/);
    expect((await held.source.tip()).height).toBe(0);
  });
});

describe("protocol parameters", () => {
  const ANSWER = {
    min_fee_a: 44,
    min_fee_b: 155381,
    max_tx_size: 16384,
    max_tx_ex_mem: "14000000",
    max_tx_ex_steps: "10000000000",
    max_val_size: "5000",
    price_mem: 0.0577,
    price_step: 0.0000721,
    coins_per_utxo_size: "4310",
    collateral_percent: 150,
    max_collateral_inputs: 3,
    min_fee_ref_script_cost_per_byte: 15,
    key_deposit: "2000000",
    pool_deposit: "500000000",
    protocol_major_ver: 10,
    cost_models_raw: { PlutusV1: [1, 2], PlutusV2: [3], PlutusV3: [4, -5] },
    cost_models: { PlutusV3: { "0": 9 } },
  };
  const serve = (changes: object) => {
    held.server.routes["epochs/latest/parameters"] = () => ({ body: { ...ANSWER, ...changes } });
  };

  test("as the network has them", async () => {
    serve({});
    expect(await held.source.parameters()).toEqual({
      minFeeA: 44,
      minFeeB: 155381,
      maxTxSize: 16384,
      maxTxExMem: 14_000_000n,
      maxTxExSteps: 10_000_000_000n,
      maxValSize: 5000,
      priceMem: 0.0577,
      priceStep: 0.0000721,
      coinsPerUtxoByte: 4310n,
      collateralPercent: 150,
      maxCollateralInputs: 3,
      minFeeRefScriptCostPerByte: 15,
      stakeDepositLovelace: 2_000_000n,
      poolDeposit: 500_000_000n,
      protocolMajorVersion: 10,
      costModels: { PlutusV1: [1, 2], PlutusV2: [3], PlutusV3: [4, -5] },
    });
  });

  test("a model that JSON cannot hold is left out: the ledger fills what no network set with 2^63 - 1", async () => {
    held.server.routes["epochs/latest/parameters"] = () => ({
      body: JSON.stringify(ANSWER).replace('"PlutusV2":[3]', '"PlutusV2":[3,9223372036854775807]'),
    });
    const { costModels } = await held.source.parameters();
    expect(costModels).toEqual({ PlutusV1: [1, 2], PlutusV2: [], PlutusV3: [4, -5] });
  });

  test("cost models with numbered names are in the order of their numbers", async () => {
    const numbered = Object.fromEntries(Array.from({ length: 12 }, (_, index) => [String(11 - index), index]));
    serve({ cost_models_raw: null, cost_models: { PlutusV3: numbered } });
    const { costModels } = await held.source.parameters();
    expect(costModels.PlutusV3).toEqual([11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0]);
  });

  test("the first models of PlutusV1 are in the order of their names", async () => {
    const names = Array.from({ length: 166 }, (_, index) => `name-${String(index).padStart(3, "0")}`);
    const model = Object.fromEntries(names.toReversed().map((name) => [name, names.indexOf(name)]));
    serve({ cost_models_raw: null, cost_models: { PlutusV1: model, PlutusV3: { "0": 1 } } });
    const { costModels } = await held.source.parameters();
    expect(costModels.PlutusV1).toEqual(names.map((_, index) => index));
  });

  test.each<[string, object, RegExp]>([
    [
      "names in no known order",
      { cost_models_raw: null, cost_models: { PlutusV3: { addInteger: 1 } } },
      /no known order/,
    ],
    ["no PlutusV3", { cost_models_raw: { PlutusV2: [1] } }, /no cost model of PlutusV3/],
    ["no reference script cost", { min_fee_ref_script_cost_per_byte: null }, /min_fee_ref_script_cost_per_byte/],
    ["a price in words", { price_mem: "cheap" }, /price_mem/],
  ])("%s is refused", async (_, changes, words) => {
    serve(changes);
    await expect(held.source.parameters()).rejects.toThrow(words);
  });
});

describe("scripts", () => {
  // The always-true script of Blockfrost's own example: flat 010000…, once and twice wrapped.
  const ONCE = "4d01000033222220051200120011";
  const TWICE = `4e${ONCE}`;
  const hash = bytesToHex(blake2b(hexToBytes(`01${ONCE}`), { dkLen: 28 }));
  const serve = (type: string, cbor: string | null) => {
    held.server.routes[`scripts/${hash}`] = () => ({
      body: { script_hash: hash, type, serialised_size: 14 },
    });
    held.server.routes[`scripts/${hash}/cbor`] = () => ({ body: { cbor } });
  };

  // Known from the chain: the payment part of the always-succeeds address of PlutusV1.
  test("the hash of the example is the one on chain", () =>
    expect(hash).toBe("67f33146617a5e61936081db3b2117cbf59bd2123748f58ac9678656"));

  test.each([
    ["once", ONCE],
    ["twice", TWICE],
    ["not", ONCE.slice(2)],
  ])("given wrapped %s: once", async (_, cbor) => {
    serve("plutusV1", cbor);
    expect(await held.source.script(hash)).toEqual({ kind: "PlutusV1", cbor: ONCE });
  });

  test("bytes of another script are a lie, and so is another language", async () => {
    serve("plutusV1", "4d01000033222220051200120012");
    await expect(held.source.script(hash)).rejects.toMatchObject({ kind: "lying" });
    serve("plutusV2", ONCE);
    await expect(held.source.script(hash)).rejects.toMatchObject({ kind: "lying" });
  });

  test("native scripts are not read, unknown ones are null", async () => {
    expect(await held.source.script(hash)).toBeNull();
    serve("timelock", null);
    await expect(held.source.script(hash)).rejects.toMatchObject({ kind: "not-supported" });
  });
});
