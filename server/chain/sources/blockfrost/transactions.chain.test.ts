import { beforeEach, describe, expect, test } from "vitest";
import { blockHash, SYSTEM_START_S, serveChain, txHash } from "@/server/testing/chain/canned-chain";
import { withCannedSource } from "@/server/testing/chain/with-source";

const held = withCannedSource();
const HASH = txHash(1);
const UNIT = `${"ab".repeat(28)}746f6b656e`;
const OTHER_UNIT = "aa".repeat(28);
const DATUM_HASH = "dd".repeat(32);
const SCRIPT_HASH = "ee".repeat(28);

const head = (valid: boolean) => ({
  hash: HASH,
  block: blockHash(3),
  block_height: 3,
  block_time: SYSTEM_START_S + 60,
  slot: 60,
  index: 4,
  valid_contract: valid,
});
const entry = (address: string, index: number, lovelace: string, more = {}) => ({
  address,
  amount: [{ unit: "lovelace", quantity: lovelace }],
  output_index: index,
  data_hash: null,
  inline_datum: null,
  reference_script_hash: null,
  collateral: false,
  ...more,
});
const input = (address: string, index: number, lovelace: string, more = {}) => ({
  ...entry(address, index, lovelace, more),
  tx_hash: txHash(9),
  reference: false,
  ...more,
});
const UTXOS = {
  hash: HASH,
  inputs: [
    input("spent", 0, "10"),
    input("referenced", 1, "11", { reference: true }),
    input("spent", 0, "10", { collateral: true }),
  ],
  outputs: [
    entry("first", 0, "5", {
      data_hash: DATUM_HASH,
      inline_datum: "19a6aa",
      reference_script_hash: SCRIPT_HASH,
    }),
    entry("second", 1, "3", { data_hash: DATUM_HASH }),
    entry("collateral-return", 2, "8", { collateral: true }),
  ],
};
const PLACE = {
  block: { hash: blockHash(3), height: 3, slot: 60, timeMs: 1_700_000_060_000 },
  indexInBlock: 4,
};

beforeEach(() => {
  serveChain(held.server, 5);
  held.server.routes[`txs/${HASH}`] = () => ({ body: head(true) });
  held.server.routes[`txs/${HASH}/utxos`] = () => ({ body: UTXOS });
});

test("a valid transaction: what it spent and made, without references and collateral", async () => {
  const made = { assets: {}, inlineDatum: null, datumHash: null, referenceScriptHash: null };
  expect(await held.source.transaction(HASH)).toEqual({
    hash: HASH,
    ...PLACE,
    valid: true,
    inputs: [{ ...made, ref: { txHash: txHash(9), index: 0 }, address: "spent", lovelace: 10n }],
    outputs: [
      {
        ...made,
        ref: { txHash: HASH, index: 0 },
        address: "first",
        lovelace: 5n,
        inlineDatum: "19a6aa",
        referenceScriptHash: SCRIPT_HASH,
      },
      { ...made, ref: { txHash: HASH, index: 1 }, address: "second", lovelace: 3n, datumHash: DATUM_HASH },
    ],
  });
});

test("one whose scripts failed: only its collateral and the collateral's return", async () => {
  held.server.routes[`txs/${HASH}`] = () => ({ body: head(false) });
  const read = await held.source.transaction(HASH);
  expect(read).toMatchObject({
    valid: false,
    inputs: [{ address: "spent" }],
    outputs: [{ ref: { index: 2 } }],
  });
  expect(read?.outputs).toHaveLength(1);
  // A place that is known does not hide the failure: there is collateral, so the server is asked.
  expect(await held.source.transaction(HASH, PLACE)).toEqual(read);
});

test("with a known place and no collateral one call is enough", async () => {
  const plain = { ...UTXOS, inputs: UTXOS.inputs.slice(0, 2), outputs: UTXOS.outputs.slice(0, 2) };
  held.server.routes[`txs/${HASH}/utxos`] = () => ({ body: plain });
  const read = await held.source.transaction(HASH, PLACE);
  expect(held.server.asked).toEqual([`txs/${HASH}/utxos`]);
  expect(read).toEqual(await held.source.transaction(HASH));
});

test("the funds of genesis come from nowhere", async () => {
  const first = { block: blockHash(0), block_height: 0, block_time: SYSTEM_START_S, slot: 0 };
  held.server.routes[`txs/${HASH}`] = () => ({ body: { ...head(true), ...first } });
  held.server.routes[`txs/${HASH}/utxos`] = () => ({ body: { ...UTXOS, inputs: [] } });
  expect(await held.source.transaction(HASH)).toMatchObject({ block: { height: 0 }, inputs: [] });
});

test("unknown, or rolled back between the two calls: null", async () => {
  expect(await held.source.transaction(txHash(2))).toBeNull();
  delete held.server.routes[`txs/${HASH}`];
  expect(await held.source.transaction(HASH)).toBeNull();
});

test("amounts over 2^53 and assets in order of their unit", async () => {
  const amount = [
    { unit: UNIT, quantity: "18446744073709551615" },
    { unit: "lovelace", quantity: "45000000000000001" },
    { unit: OTHER_UNIT, quantity: "9007199254740993" },
  ];
  const outputs = [{ ...UTXOS.outputs[0], amount }];
  held.server.routes[`txs/${HASH}/utxos`] = () => ({ body: { ...UTXOS, outputs } });
  const output = (await held.source.transaction(HASH))?.outputs[0];
  expect(output?.lovelace).toBe(45_000_000_000_000_001n);
  expect(Object.entries(output?.assets ?? {})).toEqual([
    [OTHER_UNIT, 9_007_199_254_740_993n],
    [UNIT, 18_446_744_073_709_551_615n],
  ]);
});

describe("answers that cannot be trusted", () => {
  const withAmount = (amount: unknown) => ({ ...UTXOS, outputs: [{ ...UTXOS.outputs[0], amount }] });
  const ada = { unit: "lovelace", quantity: "1" };
  test.each<[string, unknown, RegExp]>([
    ["another transaction", { ...UTXOS, hash: txHash(2) }, /asked for transaction/],
    ["no inputs", { ...UTXOS, inputs: [] }, /has no inputs/],
    ["an output twice", { ...UTXOS, outputs: [UTXOS.outputs[0], UTXOS.outputs[0]] }, /outputs twice/],
    ["no lovelace", withAmount([]), /has no lovelace/],
    ["lovelace twice", withAmount([ada, ada]), /lovelace twice/],
    ["an asset twice", withAmount([ada, ...Array(2).fill({ unit: UNIT, quantity: "1" })]), /asset twice/],
    ["a negative amount", withAmount([{ ...ada, quantity: "-1" }]), /outputs.0.amount.0.quantity/],
    ["a fraction", withAmount([{ ...ada, quantity: 1.5 }]), /quantity/],
    ["a number too large for JSON", withAmount([{ ...ada, quantity: 2 ** 53 }]), /quantity/],
    ["an unknown unit", withAmount([ada, { unit: "USD", quantity: "1" }]), /policy id/],
  ])("%s", async (_, body, words) => {
    held.server.routes[`txs/${HASH}/utxos`] = () => ({ body });
    await expect(held.source.transaction(HASH)).rejects.toThrow(words);
  });

  test("a number that JSON holds exactly is taken", async () => {
    held.server.routes[`txs/${HASH}/utxos`] = () => ({ body: withAmount([{ ...ada, quantity: 7 }]) });
    expect((await held.source.transaction(HASH))?.outputs[0]?.lovelace).toBe(7n);
  });
});
