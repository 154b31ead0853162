import { describe, expect, test } from "vitest";
import { blockHash, serveChain, txHash } from "@/server/testing/chain/canned-chain";
import { NOT_FOUND, type Reply } from "@/server/testing/chain/canned-server";
import { withCannedSource } from "@/server/testing/chain/with-source";

const held = withCannedSource();
const ADDRESS = "addr_test1vz";
const UNIT = "ab".repeat(28);
const HASH = txHash(1);

/** Every question whose answer may be "unknown", by its route, and what the source then says. */
const QUESTIONS: [string, () => Promise<unknown>, unknown][] = [
  [`addresses/${ADDRESS}/transactions`, () => held.source.addressTransactions(ADDRESS, 0, 9), []],
  [`addresses/${ADDRESS}/utxos`, () => held.source.unspentOutputs(ADDRESS), []],
  [`assets/${UNIT}/transactions`, () => held.source.assetTransactions(UNIT, 0, 9), []],
  [`assets/${UNIT}/history`, () => held.source.assetTransactions(UNIT, 0, 9), []],
  [`assets/${UNIT}/addresses`, () => held.source.assetHolders(UNIT), []],
  [`assets/${UNIT}`, () => held.source.assetSupply(UNIT), null],
  [`txs/${HASH}`, () => held.source.transactionPlace(HASH), null],
  [`txs/${HASH}/cbor`, () => held.source.transactionBytes(HASH), null],
  [`blocks/${blockHash(9)}`, () => held.source.block(blockHash(9)), null],
  [`blocks/${blockHash(9)}/next`, () => held.source.blocksAfter(blockHash(9), 5), null],
  [`blocks/${blockHash(9)}/txs`, () => held.source.blockTransactions(blockHash(9)), null],
];

describe("only the API's own 404 means unknown", () => {
  test.each(QUESTIONS)("%s", async (_, ask, nothing) => expect(await ask()).toEqual(nothing));
});

const OTHERS: [string, Reply, RegExp][] = [
  ["an empty body", { status: 404, body: "" }, /404 with an empty body/],
  ["plain text", { status: 404, body: "404 page not found\n" }, /404 with "404 page not found/],
  ["a web page", { status: 404, body: "<html><h1>Not Found</h1></html>" }, /404 with a web page/],
  ["a gateway's JSON", { status: 404, body: { message: "no Route matched with those values" } }, /no Route matched/],
  [
    "another framework's JSON",
    { status: 404, body: { timestamp: "2026-11-26T00:00:00Z", status: 404, error: "Not Found", path: "/" } },
    /timestamp/,
  ],
  ["an unknown path of Blockfrost's", { status: 400, body: { message: "Invalid path." } }, /400 with/],
];

describe.each(OTHERS)("%s means that the server has no such route", (_, reply, came) => {
  test.each(QUESTIONS)("%s", async (path, ask) => {
    held.server.routes[path] = () => reply;
    await expect(ask()).rejects.toMatchObject({ kind: "not-supported", message: expect.stringMatching(came) });
    await expect(ask()).rejects.toThrow(`canned: there is no ${path} here`);
  });
});

describe("bytes", () => {
  test("that a server does not keep are told apart from a transaction that it does not know", async () => {
    held.server.routes[`txs/${HASH}`] = () => ({ body: { hash: HASH, block_height: 3 } });
    await expect(held.source.transactionBytes(HASH)).rejects.toMatchObject({
      kind: "not-supported",
      message: expect.stringMatching(/this server keeps no bytes.*tx_cbor/),
    });
  });

  test.each([0, null])("of the funds of genesis (in block %s) exist nowhere", async (height) => {
    held.server.routes[`txs/${HASH}`] = () => ({ body: { hash: HASH, block_height: height } });
    expect(await held.source.transactionBytes(HASH)).toBeNull();
  });
});

test("a list that is unknown from its second page on is read again", async () => {
  serveChain(held.server, 9);
  held.server.routes[`addresses/${ADDRESS}/transactions`] = (query, count) =>
    query.get("page") === "1" && count < 3
      ? { body: [{ tx_hash: HASH, tx_index: 0, block_height: 3, block_time: 0 }] }
      : NOT_FOUND;
  expect(await held.source.addressTransactions(ADDRESS, 0, 9)).toEqual([]);
});
