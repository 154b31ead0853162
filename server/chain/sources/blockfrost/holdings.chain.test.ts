import { expect, test } from "vitest";
import { blockAnswer, pageOf, serveChain, txHash } from "@/server/testing/chain/canned-chain";
import { withCannedSource } from "@/server/testing/chain/with-source";

const held = withCannedSource();
const ADDRESS = "addr_test1vz";
const UNIT = `${"ab".repeat(28)}746f6b656e`;
const utxo = (number: number, more = {}) => ({
  address: ADDRESS,
  tx_hash: txHash(number),
  output_index: 1,
  amount: [
    { unit: "lovelace", quantity: "2000000" },
    { unit: UNIT, quantity: String(number + 1) },
  ],
  block: "ff",
  data_hash: null,
  inline_datum: null,
  reference_script_hash: null,
  ...more,
});
const utxos = (count: number) => Array.from({ length: count }, (_, index) => utxo(index));
const holders = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ address: `addr${index}`, quantity: String(index) }));

test("unspent outputs of an address, with and without an asset, over several pages", async () => {
  serveChain(held.server, 3);
  held.server.routes[`addresses/${ADDRESS}/utxos`] = (query) => ({ body: pageOf(utxos(230), query) });
  held.server.routes[`addresses/${ADDRESS}/utxos/${UNIT}`] = (query) => ({ body: pageOf(utxos(3), query) });
  expect(await held.source.unspentOutputs(ADDRESS)).toHaveLength(230);
  const some = await held.source.unspentOutputs(ADDRESS, UNIT);
  expect(some.map(({ ref, assets }) => [ref.txHash, assets[UNIT]])).toEqual([
    [txHash(0), 1n],
    [txHash(1), 2n],
    [txHash(2), 3n],
  ]);
});

test("an address that was never seen has none", async () => {
  expect(await held.source.unspentOutputs(ADDRESS)).toEqual([]);
});

test("a block that arrives between two pages makes the list be read again", async () => {
  serveChain(held.server, 3);
  let spent = false;
  held.server.routes["blocks/latest"] = () => ({ body: blockAnswer(spent ? 3 : 2) });
  held.server.routes[`addresses/${ADDRESS}/utxos`] = (query, count) => {
    spent ||= count === 2;
    return { body: pageOf(spent ? utxos(230).slice(5) : utxos(230), query) };
  };
  expect((await held.source.unspentOutputs(ADDRESS)).map(({ ref }) => ref.txHash)).toEqual(
    utxos(230)
      .slice(5)
      .map(({ tx_hash }) => tx_hash),
  );
});

test.each<[string, object]>([
  ["of another address", { address: "addr_other" }],
  ["without the asset", { amount: [{ unit: "lovelace", quantity: "1" }] }],
])("an output %s is a lie", async (_, more) => {
  held.server.routes[`addresses/${ADDRESS}/utxos/${UNIT}`] = (query) => ({
    body: pageOf([utxo(0), utxo(1, more)], query),
  });
  await expect(held.source.unspentOutputs(ADDRESS, UNIT)).rejects.toMatchObject({ kind: "lying" });
});

test("holders and supply of an asset", async () => {
  serveChain(held.server, 3);
  held.server.routes[`assets/${UNIT}/addresses`] = (query) => ({ body: pageOf(holders(205), query) });
  held.server.routes[`assets/${UNIT}`] = () => ({ body: { asset: UNIT, quantity: "9007199254740993" } });
  const read = await held.source.assetHolders(UNIT);
  expect(read).toHaveLength(205);
  expect(read[204]).toEqual({ address: "addr204", quantity: 204n });
  expect(await held.source.assetSupply(UNIT)).toBe(9_007_199_254_740_993n);
});

test("an asset that does not exist has no holders and no supply", async () => {
  expect(await held.source.assetHolders(UNIT)).toEqual([]);
  expect(await held.source.assetSupply(UNIT)).toBeNull();
});

test("the supply of another asset is a lie", async () => {
  held.server.routes[`assets/${UNIT}`] = () => ({ body: { asset: "ab".repeat(28), quantity: "1" } });
  await expect(held.source.assetSupply(UNIT)).rejects.toMatchObject({ kind: "lying" });
});
