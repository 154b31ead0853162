import { beforeEach, describe, expect, test } from "vitest";
import { stakeAddress } from "@/server/devnet/codec/address";
import { blockAnswer, blockHash, serveChain, txHash } from "@/server/testing/chain/canned-chain";
import { withCannedSource } from "@/server/testing/chain/with-source";
import { ChainSourceError } from "../error";
import { createBlockfrostSource } from "./source";

const held = withCannedSource();
const patient = () => createBlockfrostSource({ url: held.server.url, name: "canned", timeoutMs: 30_000 });
type Source = ReturnType<typeof patient>;

const ADDRESS = "addr_test1vz";
const UNIT = "ab".repeat(28);
const HASH = txHash(1);
const SCRIPT = "cd".repeat(28);
const ACCOUNT = stakeAddress(0, { script: false, hash: "ef".repeat(28) });

/** Every route that is read, what it answers with, and the question that reads it. */
const ROUTES: [string, "list" | "object", (source: Source) => Promise<unknown>][] = [
  ["genesis", "object", (source) => source.genesis()],
  ["network/eras", "list", (source) => source.genesis()],
  ["blocks/latest", "object", (source) => source.tip()],
  ["blocks/3", "object", (source) => source.block(3)],
  [`blocks/${blockHash(3)}`, "object", (source) => source.block(blockHash(3))],
  [`blocks/${blockHash(3)}/next`, "list", (source) => source.blocksAfter(blockHash(3), 2)],
  [`blocks/${blockHash(3)}/txs`, "list", (source) => source.blockTransactions(blockHash(3))],
  [`addresses/${ADDRESS}/transactions`, "list", (source) => source.addressTransactions(ADDRESS, 0, 4)],
  [`addresses/${ADDRESS}/utxos`, "list", (source) => source.unspentOutputs(ADDRESS)],
  [`addresses/${ADDRESS}/utxos/${UNIT}`, "list", (source) => source.unspentOutputs(ADDRESS, UNIT)],
  [`assets/${UNIT}/transactions`, "list", (source) => source.assetTransactions(UNIT, 0, 4)],
  [`assets/${UNIT}/history`, "list", (source) => source.assetTransactions(UNIT, 0, 4)],
  [`assets/${UNIT}/addresses`, "list", (source) => source.assetHolders(UNIT)],
  [`assets/${UNIT}`, "object", (source) => source.assetSupply(UNIT)],
  [`txs/${HASH}`, "object", (source) => source.transactionPlace(HASH)],
  [`txs/${HASH}/cbor`, "object", (source) => source.transactionBytes(HASH)],
  [`accounts/${ACCOUNT}`, "object", (source) => source.rewardAccount(ACCOUNT)],
  [`scripts/${SCRIPT}`, "object", (source) => source.script(SCRIPT)],
  [`scripts/${SCRIPT}/cbor`, "object", (source) => source.script(SCRIPT)],
  ["epochs/latest/parameters", "object", (source) => source.parameters()],
];

beforeEach(() => {
  serveChain(held.server, 5);
  held.server.routes[`scripts/${SCRIPT}`] = () => ({ body: { script_hash: SCRIPT, type: "plutusV3" } });
});

async function failureOf(answer: Promise<unknown>): Promise<ChainSourceError> {
  const error = await answer.then(
    (value) => new Error(`answered ${JSON.stringify(value)}`),
    (reason: unknown) => reason,
  );
  if (!(error instanceof ChainSourceError)) throw error;
  return error;
}

const deep = (depth: number) => "[".repeat(depth) + "]".repeat(depth);
const NOT_JSON = "should be a value in JSON, but ";
const UTF8 = Buffer.concat([Buffer.from('{"hash":"'), Buffer.from([0xc3, 0x28]), Buffer.from('"}')]);

/** What came, whatever was asked for; and what the error says of it. */
const BODIES: [string, unknown, RegExp][] = [
  ["a web page", "<!DOCTYPE html><html>Sign in</html>", RegExp(`${NOT_JSON}is a web page`)],
  ["a text that is cut off", '[{"hash":"ab', RegExp(`${NOT_JSON}is "\\[{`)],
  ["nothing", "", RegExp(`${NOT_JSON}is an empty body`)],
  ["null", "null", RegExp(`${NOT_JSON}is "null"`)],
  ["one name twice", '{"hash":1,"hash":2}', RegExp(`${NOT_JSON}names one thing twice`)],
  ["two values", "[][]", RegExp(`${NOT_JSON}is "\\[\\]\\[\\]"`)],
  ["bytes that are no UTF-8", UTF8, RegExp(`${NOT_JSON}is no UTF-8`)],
  ["lists in lists, deeper than any stack", deep(500_000), RegExp(`${NOT_JSON}is nested too deeply: "\\[\\[`)],
  ["more than any answer holds", " ".repeat(17 * 2 ** 20), /is refused: it is larger than 16 MiB/],
  ["a number", "1e999", /the whole answer: must be .*; it is /],
  ["a text", '"ok"', /the whole answer: must be .*; it is "ok"/],
  ["true", "true", /the whole answer: must be .*; it is true/],
  ["lists in lists", deep(900), /must be .*; it is (\[\[|\[\])/],
];

const WRONG: Record<"list" | "object", [string, unknown, RegExp][]> = {
  list: [
    ["an object", {}, /the whole answer: must be a list; it is \{\}/],
    ["null among the entries", [null], /0: must be .*; it is null/],
    ["numbers", [5], /0: must be .*; it is 5/],
    ["entries of another list", [{ asset_name: "x" }], /0.*: (is missing|must be).*; it is /],
    ["an object with a length", { length: 1, 0: {} }, /the whole answer: must be a list; it is \{/],
  ],
  object: [
    ["a list", [], /the whole answer: must be an object of fields; it is \[\]/],
    ["an object without anything", {}, /: .*; it is nothing/],
    ["the answer of another route", { epoch: 5, nonce: "ab" }, /: .*; it is nothing/],
    ["an error with status 200", { status_code: 500, error: "Internal", message: "x" }, /: .*; it is nothing/],
  ],
};

describe.each(ROUTES)("what %s may answer", (route, shape, ask) => {
  test.each([...BODIES, ...WRONG[shape]])(
    "%s is refused: server, route, what should be and what came",
    async (...one) => {
      const [, body, words] = one;
      held.server.routes[route] = () => ({ body });
      const error = await failureOf(ask(patient()));
      expect(error).toMatchObject({ kind: "wrong-answer", source: "canned", message: expect.stringMatching(words) });
      expect(error.message.startsWith("canned: ")).toBe(true);
      expect(error.message).toContain(`the answer to ${route} `);
      expect(error.message.length).toBeLessThan(600);
    },
  );
});

const PLACE = {
  hash: HASH,
  block: blockHash(3),
  block_height: 3,
  block_time: blockAnswer(3).time,
  slot: 60,
  valid_contract: true,
};
const UTXO = {
  address: ADDRESS,
  tx_hash: HASH,
  output_index: 0,
  amount: [{ unit: "lovelace", quantity: "5" }],
};
const REF = { tx_hash: HASH, tx_index: 0, block_height: 3, block_time: blockAnswer(3).time };
const LONG_NUMBER = "9".repeat(1_000_000);

/** One field that cannot be, in an answer that is right otherwise. */
const FIELDS: [string, unknown, RegExp][] = [
  ["blocks/latest", { ...blockAnswer(3), time: -1 }, /time: .*; it is -1/],
  ["blocks/latest", { ...blockAnswer(3), time: 1e300 }, /time: .*; it is 1e\+300/],
  ["blocks/latest", { ...blockAnswer(3), slot: 2 ** 60 }, /slot: .*; it is 11529/],
  ["blocks/latest", { ...blockAnswer(3), slot: 60.5 }, /slot: .*; it is 60.5/],
  ["blocks/latest", { ...blockAnswer(3), previous_block: 0 }, /previous_block: .*; it is 0/],
  ["blocks/latest", { ...blockAnswer(3), tx_count: "many" }, /tx_count: .*; it is "many"/],
  [`blocks/${blockHash(3)}/txs`, ["ab"], /0: .*64 hexa.*; it is "ab"/],
  [`addresses/${ADDRESS}/transactions`, [{ ...REF, block_height: "3" }], /0.block_height: .*; it is "3"/],
  [`addresses/${ADDRESS}/utxos`, [{ ...UTXO, output_index: -1 }], /0.output_index: .*; it is -1/],
  [`addresses/${ADDRESS}/utxos`, [{ ...UTXO, amount: {} }], /0.amount: must be a list; it is \{\}/],
  [
    `addresses/${ADDRESS}/utxos`,
    [{ ...UTXO, amount: [{ unit: "lovelace", quantity: LONG_NUMBER }] }],
    /0.amount.0.quantity: .*digits.*; it is "9999/,
  ],
  [
    `addresses/${ADDRESS}/utxos`,
    [{ ...UTXO, amount: [{ unit: "__proto__", quantity: "1" }] }],
    /0.amount.0.unit: .*; it is "__proto__"/,
  ],
  [`assets/${UNIT}`, { asset: UNIT, quantity: "-5" }, /quantity: .*digits.*; it is "-5"/],
  [`assets/${UNIT}`, { asset: UNIT, quantity: LONG_NUMBER }, /quantity: .*digits.*; it is "9999/],
  [`assets/${UNIT}/addresses`, [{ address: "", quantity: "1" }], /0.address: .*; it is ""/],
  [`txs/${HASH}`, { ...PLACE, valid_contract: 1 }, /valid_contract: must be true or false; it is 1/],
  [`txs/${HASH}`, { ...PLACE, block_height: null }, /block_height: .*; it is null/],
  [`txs/${HASH}/cbor`, { cbor: "84" }, /the bytes given for cc0+1 are no transaction's/],
  [`txs/${HASH}/cbor`, { cbor: "84f" }, /cbor: .*hexadecimal.*; it is "84f"/],
  [`txs/${HASH}/cbor`, { cbor: "zz" }, /cbor: .*hexadecimal.*; it is "zz"/],
  [`txs/${HASH}/cbor`, { cbor: `9f${"01".repeat(1_000_000)}ff` }, /cbor: should be at most 262144 bytes; it is "9f01/],
  [`txs/${HASH}/cbor`, { cbor: "9f".repeat(200_000) }, /the bytes given for cc0+1 are no transaction's/],
  [`txs/${HASH}/cbor`, { cbor: `84${"81".repeat(200_000)}00a0f5f6` }, /the bytes given for cc0+1 are those of/],
  [`txs/${HASH}/cbor`, { cbor: "845bffffffffffffffff" }, /the bytes given for cc0+1 are no transaction's/],
  [`txs/${HASH}/cbor`, { cbor: "9bffffffffffffffff" }, /the bytes given for cc0+1 are no transaction's/],
  [`accounts/${ACCOUNT}`, { stake_address: ACCOUNT, active: "no", withdrawable_amount: "5" }, /active: .*; it is "no"/],
  [`scripts/${SCRIPT}/cbor`, { cbor: "4" }, /cbor: .*hexadecimal.*; it is "4"/],
  ["genesis", { network_magic: 42, system_start: 0, security_param: 0 }, /security_param: .*; it is 0/],
  ["network/eras", [], /network\/eras names no era/],
  ["epochs/latest/parameters", { min_fee_a: -44 }, /min_fee_a: .*; it is -44/],
  ["epochs/latest/parameters", { min_fee_a: "1e9" }, /min_fee_a: .*; it is "1e9"/],
];

test.each(FIELDS)("%s with a field that cannot be is refused (%#)", async (route, body, words) => {
  held.server.routes[route] = () => ({ body });
  const ask = ROUTES.find(([each]) => each === route)?.[2];
  if (!ask) throw new Error(`nobody reads ${route}`);
  const error = await failureOf(ask(patient()));
  expect(error.message).toMatch(words);
  expect(error.message.startsWith("canned: ")).toBe(true);
  expect(error.message.length).toBeLessThan(600);
});

test.each([
  ["a message that is no text", { status: 500, body: { message: { toString: 1 } } }],
  ["a message in lists in lists", { status: 500, body: `{"message":${deep(100_000)}}` }],
  ["a message that never ends", { status: 500, body: { message: "x".repeat(5_000_000) } }],
  ["a redirect that never ends", { status: 302, body: "", headers: { location: `/${"x".repeat(5_000)}` } }],
])("an error with %s is told in few words", async (_, reply) => {
  held.server.routes["blocks/latest"] = () => reply;
  const error = await failureOf(held.source.tip());
  expect(error.message).toMatch(/^canned: .*blocks\/latest/);
  expect(error.message.length).toBeLessThan(600);
});
