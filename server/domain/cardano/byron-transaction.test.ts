import { blake2b } from "@noble/hashes/blake2";
import { bytesToHex, hexToBytes } from "@noble/hashes/utils";
import { base58 } from "@scure/base";
import * as fc from "fast-check";
import { expect, it } from "vitest";
import { BYRON_ADDRESS } from "@/server/testing/domain/fixtures";
import { anyChoices, cborWriter, type Writer } from "@/server/testing/domain/ledger-cbor";
import { anyLovelace, hexOf } from "@/server/testing/domain/random-ledger-output";
import { decodeLedgerTransaction } from "./ledger-transaction";

/* Byron's form: `[[inputs, outputs, attributes], witnesses]`, composed by its CDDL. */

const ADDRESS = bytesToHex(base58.decode(BYRON_ADDRESS));
const TX = "aa".repeat(32);
const plain = cborWriter();

function input(w: Writer, txHash: string, index: number): string {
  return w.list([w.int(0), w.embedded(w.list([w.bytes(txHash), w.int(index)]))]);
}

function body(w: Writer, inputs: readonly string[], outputs: readonly string[]): string {
  return w.list([w.list(inputs), w.list(outputs), w.map([])]);
}

function decode(hex: string) {
  return decodeLedgerTransaction(hexToBytes(`82${hex}80`));
}

it("says what was encoded, in whatever encoding", () => {
  const refs = fc.uniqueArray(fc.record({ txHash: hexOf(32), index: fc.nat(65_535) }), {
    minLength: 1,
    maxLength: 4,
    selector: (row) => `${row.txHash}${row.index}`,
  });
  const amounts = fc.array(anyLovelace, { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(anyChoices, refs, amounts, (choices, inputs, lovelace) => {
      const w = cborWriter(choices);
      const bytes = body(
        w,
        inputs.map((row) => input(w, row.txHash, row.index)),
        lovelace.map((amount) => w.list([ADDRESS, w.int(amount)])),
      );
      const tx = decode(bytes);
      expect(tx.id).toBe(bytesToHex(blake2b(hexToBytes(bytes), { dkLen: 32 })));
      expect(tx.inputs).toEqual(inputs);
      expect(tx.outputs.map((output) => [output.address, output.lovelace])).toEqual(
        lovelace.map((amount) => [BYRON_ADDRESS, amount]),
      );
      expect(tx).toMatchObject({ feeLovelace: null, runsScripts: false, toldValid: true, movesDeposits: false });
    }),
  );
});

it.each([
  [
    "an input of another kind",
    body(plain, [plain.list(["01", plain.embedded("80")])], [plain.list([ADDRESS, "05"])]),
    /kind 1; known is 0/,
  ],
  ["no input", body(plain, [], [plain.list([ADDRESS, "05"])]), /inputs should have 1 or more items/],
  ["no output", body(plain, [input(plain, TX, 0)], []), /outputs should have 1 or more items/],
  ["a large index", body(plain, [input(plain, TX, 65_536)], [plain.list([ADDRESS, "05"])]), /should be 0 to 65535/],
  ["lovelace below zero", body(plain, [input(plain, TX, 0)], [plain.list([ADDRESS, "20"])]), /should be 0 to/],
  [
    "an address of another form",
    body(plain, [input(plain, TX, 0)], [plain.list([plain.bytes("61"), "05"])]),
    /address should be a list/,
  ],
  ["a body of two", plain.list(["80", "80"]), /body should have 3 items, but has 2/],
  ["a body of a later era", "a0", /body should be a list, but is map/],
])("refuses %s", (_, bytes, words) => {
  expect(() => decode(bytes)).toThrow(words);
});
