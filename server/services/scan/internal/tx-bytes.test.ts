import { hexToBytes } from "@noble/hashes/utils";
import { expect, it } from "vitest";
import { transactionId } from "@/server/domain/cardano/transaction-id";
import { cborWriter } from "@/server/testing/domain/ledger-cbor";
import { sayContradiction } from "@/server/words/scan-contradiction";
import { Contradicted } from "./contradicted";
import { decodeChecked } from "./tx-bytes";

const w = cborWriter();
const output = w.list([w.bytes(`61${"bb".repeat(28)}`), w.int(5)]);
const body = (more: [string, string][] = []) =>
  w.map([
    [w.int(0), w.list([w.list([w.bytes("aa".repeat(32)), w.int(1)])])],
    [w.int(1), w.list([output])],
    [w.int(2), w.int(170_000)],
    ...more,
  ]);
const tx = (more: [string, string][] = []) => `84${body(more)}a0f5f6`;
const idOf = (hex: string) => transactionId(hexToBytes(hex));

function wordsOf(hash: string, bytes: string): string {
  try {
    decodeChecked(hash, bytes);
  } catch (error) {
    if (error instanceof Contradicted) return sayContradiction(error.contradiction);
    throw error;
  }
  return "decoded";
}

it("what the id does not belong to is refused, in words", () => {
  expect(wordsOf(idOf(tx()), tx())).toBe("decoded");
  const other = "ab".repeat(32);
  expect(wordsOf(other, tx())).toBe(`The chain source gave the bytes of transaction ${idOf(tx())} for ${other}.`);
});

it("a field of a later era stops in words: which it is, and which are known", () => {
  const later = tx([[w.int(40), w.int(1)]]);
  expect(wordsOf(idOf(later), later)).toMatch(
    new RegExp(`^Transaction ${idOf(later)} cannot be read\\. .*its body has field 40; known are 0, 1, 2`),
  );
});

it.each([
  ["are no hexadecimal", "84zz", /should be hexadecimal/],
  ["have an odd digit", "84a", /should be hexadecimal/],
  ["are cut off", tx().slice(0, 60), /CBOR: a length of 32 at byte 7/],
  ["are of an unknown shape", "8780808080808080", /has 7 parts; known are 2 \(Byron\), 3/],
])("bytes that %s stop in words", (_, bytes, words) => expect(wordsOf("ab".repeat(32), bytes)).toMatch(words));
