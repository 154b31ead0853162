import { describe, expect, it } from "vitest";
import { addressToBytes } from "@/server/domain/cardano/address";
import { cborBytes } from "@/server/domain/cardano/write-cbor";
import {
  ANY,
  add,
  at,
  type ByteMutation,
  increase,
  inWitnesses,
  POOL,
  put,
  RUNNING,
  remove,
  stranger,
  uint,
} from "@/server/testing/contract/byte-mutations";
import { itemAt, replaceAt } from "@/server/testing/contract/edit-bytes";
import { expectedPay, makePay, planPay } from "@/server/testing/contract/full-pay";
import { STRANGER } from "@/server/testing/contract/pool-terms";
import { expectFound } from "@/server/testing/contract/verified";
import { readCbor } from "../cardano/read-cbor";
import { verifyTransaction } from "./verify";

/* A Pay's final bytes, changed in one thing each: the verifier says which. */

const PLAN = planPay("token", 3);
const { built, signed } = makePay(PLAN);
const EXPECTED = expectedPay(PLAN, built);
const [first, second] = [1, 2].map((place) => at(1, place));
const account = (header: string) => cborBytes(header + "66".repeat(28));
const swapped = (cbor: string) => {
  const slice = (place: readonly (number | bigint)[]) => {
    const { start, end } = itemAt(readCbor(Buffer.from(cbor, "hex")), place);
    return cbor.slice(2 * start, 2 * end);
  };
  const [one, other] = [slice(first ?? []), slice(second ?? [])];
  return replaceAt(replaceAt(cbor, first ?? [], other), second ?? [], one);
};

const OWN: readonly ByteMutation[] = [
  ["a stranger's address for a recipient", put(at(1, 1, 0), stranger), /^output 1 \(payout 1\): address: is/],
  ["a lovelace less for a recipient", increase(at(1, 1, 1, 0), -1n), /^output 1 \(payout 1\): lovelace: is/],
  ["no tokens for a recipient", put(at(1, 1, 1), uint(1_500_000n)), /^output 1 \(payout 1\): assets: is none/],
  ["two recipients in another order", swapped, /^output 2 \(payout 2\): address: is/],
  ["an output less", remove(at(1, 2)), /^number of outputs: is 3, should be 4/],
  ["a datum for a recipient", put(at(1, 1), withDatum()), /^output 1 \(payout 1\): datum: is d87980, should be none/],
  ["a lovelace more for the pool", increase(at(1, 0, 1, 0), 1n), /^output 0 \(the pool's\): lovelace: is/],
  ["another signatory", put(at(14, 0), cborBytes(STRANGER.hash)), /^signatories: is/],
  ["a signatory more", add(at(14), cborBytes(STRANGER.hash)), /^signatories: is/],
  ["a beginning in the future", add(at(), `08${uint(900_000n)}`), /^it cannot land before slot 900000/],
  ["a beginning long ago", add(at(), `08${uint(5n)}`), /^it says that it could land since slot 5/],
  ["an empty mint", add(at(), "09a0"), /the assets: a map with nothing in it/],
  ["empty withdrawals", add(at(), "05a0"), /the withdrawals: a map with nothing in it/],
  ["a withdrawal of the governor's", add(at(), `05a1${account("f0")}00`), /^withdrawals: is f066/],
  ["tokens minted", add(at(), `09a1${cborBytes("33".repeat(28))}a14101${uint(5n)}`), /^mint: is/],
  ["another total in the redeemer", increase(inWitnesses(5, 0, 2, 0, 0), 1n), /^the pool's redeemer: total is/],
  ["another number in the redeemer", increase(inWitnesses(5, 0, 2, 1), 1n), /^the pool's redeemer: outputs is 4/],
  ["another rest", put(inWitnesses(5, 0, 2, 2), cborBytes("88".repeat(32))), /^the pool's redeemer: next is 8888/],
  ["a redeemer for another input", put(inWitnesses(5, 0, 1), "01"), /^redeemers: is 0:1, should be 0:0/],
  ["a redeemer that mints", put(inWitnesses(5, 0, 0), "01"), /^redeemers: is 1:0, should be 0:0/],
];

/** The first recipient's output with a datum that nobody has asked for. */
function withDatum(): string {
  const [{ address = "", lovelace = 0n } = {}] = PLAN.batch.payouts;
  const bytes = cborBytes(Buffer.from(addressToBytes(address)).toString("hex"));
  return `a300${bytes}01${uint(lovelace)}028201d81843d87980`;
}

describe("the verifier of a Pay's final bytes", () => {
  it.each([...ANY, ...RUNNING, ...POOL, ...OWN])("finds %s, and says so", (_what, change, reason) => {
    const changed = change(signed);
    expect(changed).not.toBe(signed);
    const found = verifyTransaction(changed, EXPECTED, { signed: true });
    expectFound(found, reason);
  });

  it("answers bytes that are no transaction with a difference, not an exception", () => {
    for (const [bytes, words] of [
      ["80", /should have 4 items/],
      ["84a0a0f5f6", /the fee should be an integer/],
      [signed.slice(0, -2), /ends too early/],
      ["84a2020102026080f5f6", /after the end/],
      ["84a1020180f5f6", /should be a map/],
      ["", /ends too early/],
    ] as const) {
      const [only, ...more] = verifyTransaction(bytes, EXPECTED, { signed: true });
      expect(only).toMatch(/^the bytes cannot be read/);
      expect(only).toMatch(words);
      expect(more).toEqual([]);
    }
  });
});
