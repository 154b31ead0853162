import { hexToBytes } from "@noble/hashes/utils";
import { describe, expect, it } from "vitest";
import { cborWriter } from "@/server/testing/domain/ledger-cbor";
import { decodeLedgerTransaction, UndecodableTransaction } from "./ledger-transaction";

const w = cborWriter();
const TX = "aa".repeat(32);
const POLICY = "cc".repeat(28);
const ADDRESS = w.bytes(`61${"bb".repeat(28)}`);
const LEGACY = w.list([ADDRESS, w.int(5)]);

type Fields = Record<number, string>;
const ref = (txHash: string, index: number) => w.list([w.bytes(txHash), w.int(index)]);
const map = (fields: Fields) => w.map(Object.entries(fields).map(([key, value]) => [w.int(Number(key)), value]));
const body = (change: Fields = {}) =>
  map({ 0: w.list([ref(TX, 1)]), 1: w.list([LEGACY]), 2: w.int(170_000), ...change });
const tx = (change: Fields = {}, witnesses = "a0", end = "f5f6") => `84${body(change)}${witnesses}${end}`;
const mary = (change: Fields = {}, witnesses = "a0") => `83${body(change)}${witnesses}f6`;
const paying = (output: string) => tx({ 1: w.list([output]) });
const output = (change: Fields) => paying(map({ 0: ADDRESS, 1: w.int(5), ...change }));
const holding = (tokens: string) => output({ 1: w.list([w.int(5), tokens]) });
const tokens = (...names: [string, string][]) =>
  w.map([[w.bytes(POLICY), w.map(names.map(([name, q]) => [w.bytes(name), q]))]]);
const twice = (pair: [string, string]) => w.map([pair, pair]);
const TOO_MUCH = "c249010000000000000000";
const DEEP = 200_000;

function problemOf(hex: string): string {
  try {
    decodeLedgerTransaction(hexToBytes(hex));
  } catch (error) {
    if (error instanceof UndecodableTransaction) return error.message;
    throw error;
  }
  return "decoded";
}

const HOSTILE: readonly [string, string, RegExp][] = [
  ["nothing", "", /ends too early, at byte 0/],
  ["a number", "05", /the transaction should be a list, but begins with byte 05/],
  ["an empty list", "80", /has 0 parts; known are 2 \(Byron\), 3 \(Shelley to Mary\) and 4/],
  ["a fifth part", `85${body()}a0f5f6f6`, /has 5 parts/],
  ["bytes after its end", `${tx()}00`, /1 bytes after the end of the transaction/],
  ["a body cut off", tx().slice(0, 80), /ends too early/],
  ["a body that is a list", "8480a0f5f6", /the body should be a map, but is array/],
  ["a length that no memory holds", `84${body({ 7: "5bffffffffffffffff" })}a0f5f6`, /a length of/],
  ["a count that no memory holds", "849bffffffffffffffff", /a length of/],
  ["a list that never ends", `849f${"01".repeat(9)}`, /ends too early/],
  ["a break alone", "84ff0000000000", /does not use/],
  ["a float", `84${body({ 7: "fb3ff0000000000000" })}a0f5f6`, /does not use/],
  ["text that is no UTF-8", tx({ 7: "62c328" }), /no transaction that is known here/],
  ["a flag that is no truth value", tx({}, "a0", "01f6"), /validity flag should be true or false, but is 01/],
  ["no inputs", `84${map({ 1: w.list([]), 2: "00" })}a0f5f6`, /the inputs should be a list, but is missing/],
  ["no outputs", `84${map({ 0: w.list([]), 2: "00" })}a0f5f6`, /the outputs should be a list, but is missing/],
  ["no fee", `84${map({ 0: w.list([]), 1: w.list([]) })}a0f5f6`, /the fee should be an integer, but is missing/],
  [
    "a field of the body twice",
    `84${w.map([
      ["02", "01"],
      ["02", "01"],
    ])}a0f5f6`,
    /the body has field 2 twice/,
  ],
  [
    "a field in two encodings",
    `84${w.map([
      ["02", "01"],
      ["1802", "01"],
    ])}a0f5f6`,
    /the body has field 2 twice/,
  ],
  ["a field that is a text", `84${w.map([["6130", "01"]])}a0f5f6`, /a key of the body should be an integer/],
  ["a field that was never given out", tx({ 10: "00" }), /its body has field 10; known are 0, 1, .*22/],
  ["a field of an era to come", tx({ 23: w.list([]) }), /its body has field 23; known are/],
  ["a field below zero", tx({ [-1]: "00" }), /its body has field -1/],
  ["Alonzo's fields in Mary's form", mary({ 13: w.list([]) }), /its body has field 13; known are 0, .*9$|9\./],
  ["redeemers in Mary's form", mary({}, map({ 5: "80" })), /witness set has field 5; known are 0 to 2/],
  ["a witness of an era to come", tx({}, map({ 8: "80" })), /witness set has field 8; known are 0 to 7/],
  ["a witness twice", tx({}, twice(["00", "80"])), /witness set has field 0 twice/],
  ["a witness set that is a list", tx({}, "80"), /the witness set should be a map, but begins with byte 80/],
  ["a witness set that ends after a key", tx({}, "bf00ff"), /the witness set ends after a key/],
  ["redeemers that its body does not know", tx({}, map({ 5: "8101" })), /no script data hash \(11\) or no collateral/],
  ["redeemers that are a number", tx({}, map({ 5: "01" })), /the redeemers should be a list/],
  [
    "an input of three",
    tx({ 0: w.list([w.list([w.bytes(TX), "00", "00"])]) }),
    /an input should have 2 items, but has 3/,
  ],
  ["an input's short id", tx({ 0: w.list([ref("aa", 0)]) }), /transaction id should have 32 bytes, but has 1/],
  ["an input's large index", tx({ 0: w.list([ref(TX, 65_536)]) }), /index should be 0 to 65535, but is 65536/],
  ["an input's index below zero", tx({ 0: w.list([ref(TX, -1)]) }), /index should be 0 to 65535, but is -1/],
  ["an output that is a number", paying("05"), /an output should be a map, but is int/],
  ["an output of one", paying(w.list([ADDRESS])), /an output should have 2 to 3 items, but has 1/],
  ["an output of four", paying(w.list([ADDRESS, "05", w.bytes(TX), "05"])), /should have 2 to 3 items, but has 4/],
  ["an output's field to come", output({ 4: "00" }), /an output has field 4; known are 0 to 3/],
  ["an output's field twice", paying(twice(["00", ADDRESS])), /an output has field 0 twice/],
  [
    "an output without address",
    paying(map({ 1: "05" })),
    /an output's address should be a byte string, but is missing/,
  ],
  ["an address as text", output({ 0: "6161" }), /an output's address should be a byte string, but is text/],
  ["lovelace below zero", output({ 1: w.int(-1) }), /lovelace should be 0 to 18446744073709551615, but is -1/],
  ["lovelace as a large integer", output({ 1: TOO_MUCH }), /lovelace should be an integer, but is tag 2/],
  ["a fee below zero", tx({ 2: w.int(-1) }), /the fee should be 0 to/],
  ["tokens below zero", holding(tokens(["", w.int(-1)])), /a quantity in an output's tokens should be 0 to/],
  ["tokens as a large integer", holding(tokens(["", TOO_MUCH])), /should be an integer, but is tag 2/],
  [
    "a long asset name",
    holding(tokens(["dd".repeat(33), "01"])),
    /an asset name should have at most 32 bytes, but has 33/,
  ],
  ["a short policy id", holding(w.map([[w.bytes("cc"), "a0"]])), /a policy id should have 28 bytes/],
  ["a policy twice", holding(twice([w.bytes(POLICY), "a0"])), new RegExp(`tokens: ${POLICY} stands there twice`)],
  ["an asset twice", holding(tokens(["dd", "01"], ["dd", "02"])), /of policy c*: dd stands there twice/],
  ["the nameless asset twice", holding(tokens(["", "01"], ["", "02"])), /the empty name stands there twice/],
  ["tokens that are a list", holding("80"), /an output's tokens should be a map, but is array/],
  ["a minted quantity over 2^63-1", tx({ 9: tokens(["", w.int(2n ** 63n)]) }), /a quantity in the mint should be -9/],
  [
    "a burnt quantity under -2^63",
    tx({ 9: tokens(["", w.int(-(2n ** 63n) - 1n)]) }),
    /a quantity in the mint should be/,
  ],
  ["an account twice", tx({ 5: twice([w.bytes("e0"), "01"]) }), /the withdrawals: e0 stands there twice/],
  ["a withdrawal below zero", tx({ 5: w.map([[w.bytes("e0"), "20"]]) }), /the withdrawal of e0 should be 0 to/],
  ["certificates that are a map", tx({ 4: "a0" }), /the certificates should be a list, but is map/],
  ["a set of another tag", tx({ 0: w.tag(259, w.list([])) }), /the inputs should be a list, but is tag 259/],
  ["a datum of a kind to come", output({ 2: w.list(["02", "00"]) }), /a datum is of kind 2; known are 0 .* and 1/],
  ["a datum that is not wrapped", output({ 2: w.list(["01", "05"]) }), /datum should be wrapped in tag 24, but is int/],
  ["a datum hash that is short", output({ 2: w.list(["00", "4105"]) }), /a datum hash should have 32 bytes, but has 1/],
  ["a script in a language to come", output({ 3: w.embedded("820440") }), /is in language 4; known are 0 .* 1 to 3/],
  ["a script that is not wrapped", output({ 3: "820140" }), /a reference script should be wrapped in tag 24/],
  ["a script with bytes after its end", output({ 3: w.embedded("82014000") }), /1 bytes after the end/],
  ["an output nested to exhaust the stack", paying("81".repeat(DEEP)), /ends too early/],
  ["a value nested to exhaust the stack", output({ 1: `${"81".repeat(DEEP)}05` }), /a value should have 2 items/],
  ["tags nested to exhaust the stack", output({ 1: `${"c1".repeat(DEEP)}05` }), /should be an integer, but is tag 1/],
];

describe("bytes that are no known transaction are refused in words", () => {
  it.each(HOSTILE)("%s", (_, hex, words) => {
    const problem = problemOf(hex);
    expect(problem).toMatch(/^These bytes are no transaction that is known here: .*\.$/);
    expect(problem).toMatch(words);
  });
});

it("reads what is nested as deep as a transaction allows where nobody looks at it", () => {
  const deep = `${"81".repeat(DEEP)}80`;
  const scripts = { 11: w.bytes(TX), 13: w.list([ref(TX, 0)]) };
  const witnesses = map({ 4: w.list([deep]), 5: map({ 0: deep }) });
  expect(decodeLedgerTransaction(hexToBytes(tx(scripts, witnesses, `f4${deep}`)))).toMatchObject({
    runsScripts: true,
    toldValid: false,
  });
  expect(problemOf(tx({ 4: w.list([deep]), 20: w.list([deep]) }))).toBe("decoded");
});

it("can run scripts only with a script data hash and collateral, whatever its witnesses say", () => {
  const runs = (change: Fields) => decodeLedgerTransaction(hexToBytes(tx(change))).runsScripts;
  expect(runs({})).toBe(false);
  expect(runs({ 11: w.bytes(TX) })).toBe(false);
  expect(runs({ 11: w.bytes(TX), 13: w.list([]) })).toBe(false);
  expect(runs({ 11: w.bytes(TX), 13: w.list([ref(TX, 0)]) })).toBe(true);
});
