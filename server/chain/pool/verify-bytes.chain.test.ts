import { hexToBytes } from "@noble/hashes/utils";
import { describe, expect, it } from "vitest";
import { addressToBytes } from "@/server/domain/cardano/address";
import { decodeTransaction } from "@/server/domain/cardano/decode-transaction";
import { leastFee } from "@/server/domain/cardano/least-fee";
import { readCbor } from "@/server/domain/cardano/read-cbor";
import { cborBytes, cborHead } from "@/server/domain/cardano/write-cbor";
import { verifySpend } from "@/server/domain/contract/verify-transaction";
import { addAt, itemAt, type Place, removeAt, replaceAt } from "@/server/testing/contract/edit-bytes";
import { expectedPay, makePay, planPay } from "@/server/testing/contract/full-pay";
import { STRANGER } from "@/server/testing/contract/pool-terms";
import { PARAMETERS } from "@/server/testing/contract/world";
import { minimumFee } from "../transaction/fee";

/* A Pay's final bytes, changed in one thing each: the check says which. */

const PLAN = planPay("token", 3);
const { built, signed } = makePay(PLAN);
const EXPECTED = expectedPay(PLAN, built);

const BODY = 0;
const WITNESSES = 1;
const uint = (value: bigint) => cborHead(0, value);
const at = (...place: (number | bigint)[]): Place => [BODY, ...place];
const stranger = cborBytes(Buffer.from(addressToBytes(STRANGER.address)).toString("hex"));
const otherRef = `82${cborBytes("11".repeat(32))}00`;
const numberAt = (place: Place) => {
  const item = itemAt(readCbor(hexToBytes(signed)), place);
  return item.kind === "int" ? item.value : 0n;
};
const add = (place: Place, more: bigint) => replaceAt(signed, place, uint(numberAt(place) + more));
/** Outputs are maps or lists: the keys of address and value are 0 and 1 in both. */
const PAYOUT = 1;
const FEE = at(2);

const MUTATIONS: readonly (readonly [string, string, RegExp])[] = [
  ["the fee 1.5 ADA higher", add(FEE, 1_500_000n), /^fee: is \d+, should be/],
  ["the fee a lovelace below the least", replaceAt(signed, FEE, uint(1n)), /^fee: is 1, should be/],
  ["a stranger's address for a recipient", replaceAt(signed, at(1, PAYOUT, 0), stranger), /^output 1: is/],
  ["a stranger's address for the pool", replaceAt(signed, at(1, 0, 0), stranger), /^output 0: is/],
  ["a lovelace less for a recipient", add(at(1, PAYOUT, 1, 0), -1n), /^output 1: is/],
  ["a lovelace more for the pool", add(at(1, 0, 1, 0), 1n), /^output 0: is/],
  ["an output less", removeAt(signed, at(1, 2)), /^number of outputs|^output 2/],
  ["an output more", addAt(signed, at(1), `82${stranger}${uint(1_000_000n)}`), /^number of outputs: is 5, should be 4/],
  ["an input more", addAt(signed, at(0), otherRef), /^inputs: is/],
  ["another input", replaceAt(signed, at(0, 0), otherRef), /^inputs: is/],
  ["another reference input", replaceAt(signed, at(18, 0), otherRef), /^reference inputs: is/],
  ["a reference input more", addAt(signed, at(18), otherRef), /^reference inputs: is/],
  ["another collateral", replaceAt(signed, at(13, 0), otherRef), /^collateral: is/],
  ["a collateral more", addAt(signed, at(13), otherRef), /^collateral: is/],
  ["nearly the whole collateral at stake", add(at(17), 10_000_000n), /^total collateral: is/],
  ["no total collateral", removeAt(signed, at(17)), /^total collateral: is null/],
  ["a stranger who gets the collateral back", replaceAt(signed, at(16, 0), stranger), /^collateral return: is/],
  ["less of the collateral coming back", add(at(16, 1), -1n), /^collateral return: is/],
  ["nothing of the collateral coming back", removeAt(signed, at(16)), /^collateral return: is none/],
  ["a longer validity", add(at(3), 100_000n), /the contract would refuse it|^output 0/],
  ["no end of its validity", removeAt(signed, at(3)), /the contract would refuse it/],
  ["another signatory", replaceAt(signed, at(14, 0), cborBytes(STRANGER.hash)), /^signatories: is/],
  ["a signatory more", addAt(signed, at(14), cborBytes(STRANGER.hash)), /^signatories: is/],
  ["another script data hash", replaceAt(signed, at(11), cborBytes("22".repeat(32))), /^script data hash: is 2222/],
  ["no script data hash", removeAt(signed, at(11)), /^script data hash: is null/],
  ["a network id", addAt(signed, at(), "0f00"), /^the body has field 15/],
  ["a treasury value", addAt(signed, at(), "1500"), /^the body has field 21/],
  ["a hash of auxiliary data", addAt(signed, at(), `07${cborBytes("22".repeat(32))}`), /^the body has field 7/],
  ["votes", addAt(signed, at(), "13a0"), /^the body has field 19/],
  ["proposals", addAt(signed, at(), "1480"), /^the body has field 20/],
  ["a certificate", addAt(signed, at(), `04818200${cborBytes("22")}`), /^the body has field 4|cannot be read/],
  ["a donation", addAt(signed, at(), "1601"), /^the body has field 22/],
  ["an unknown key", addAt(signed, at(), "186300"), /^the body has field 99/],
  ["an empty mint", addAt(signed, at(), "09a0"), /^field 9 stands there with nothing in it/],
  ["empty withdrawals", addAt(signed, at(), "05a0"), /^field 5 stands there with nothing in it/],
  ["empty certificates", addAt(signed, at(), "0480"), /^field 4 stands there with nothing in it/],
  ["tokens minted", addAt(signed, at(), `09a1${cborBytes("33".repeat(28))}a14101${uint(5n)}`), /^mint: is/],
  ["a key twice", addAt(signed, at(), `02${uint(1n)}`), /cannot be read: .*field 2 twice/],
  ["other redeemers' units", add([WITNESSES, 5, 0, 3, 0], 1n), /^script data hash: is/],
  ["another redeemer", replaceAt(signed, [WITNESSES, 5, 0, 2], "d87a80"), /^redeemers: is/],
  ["a redeemer more", addAt(signed, [WITNESSES, 5], "840000d87980820000"), /^redeemers: is/],
  ["an empty list of datums", addAt(signed, [WITNESSES], "0480"), /^the witness set has field 4/],
  ["a script in the witness set", addAt(signed, [WITNESSES], "07814101"), /^the witness set has field 7/],
  [
    "a stranger's signature",
    addAt(signed, [WITNESSES, 0], `82${cborBytes(STRANGER.publicKey)}${cborBytes("44".repeat(64))}`),
    /^the signature of \w+ does not verify/,
  ],
  [
    "a signature changed",
    replaceAt(signed, [WITNESSES, 0, 0, 1], (old) => old.replace(/..$/, "00")),
    /does not verify/,
  ],
  ["a mark that it fails", replaceAt(signed, [2], "f4"), /^the transaction is marked as failing/],
  ["auxiliary data", replaceAt(signed, [3], "a0"), /^the transaction carries auxiliary data/],
  ["a fifth part", addAt(signed, [], "f6"), /cannot be read: the transaction should have 4 items, but has 5/],
  ["a byte after its end", `${signed}00`, /cannot be read: .*after the end/],
];

describe("the check of final bytes", () => {
  it("finds nothing in what was built, with or without its signature", () => {
    expect(verifySpend(signed, EXPECTED)).toEqual([]);
    expect(verifySpend(built.cbor, EXPECTED)).toEqual([]);
  });

  it.each(MUTATIONS)("finds %s, and says so", (_what, changed, reason) => {
    expect(changed).not.toBe(signed);
    expect(verifySpend(changed, EXPECTED).filter((problem) => reason.test(problem))).not.toEqual([]);
  });

  it("knows the least fee as exactly as what builds, for any weight and in every tier of reference scripts", () => {
    for (let step = 0; step < 400; step++) {
      const weight = { sizeBytes: 200 + step * 37, mem: BigInt(step) * 34_567n, steps: BigInt(step) * 23_456_789n };
      const referenceScriptBytes = step * 511;
      const least = leastFee(PARAMETERS, { ...weight, referenceScriptBytes });
      expect(least).toBe(minimumFee(PARAMETERS, weight.sizeBytes, weight, referenceScriptBytes));
    }
    expect(decodeTransaction(signed).feeLovelace).toBe(built.feeLovelace);
  });
});
