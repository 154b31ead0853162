import { bytesToHex, hexToBytes } from "@noble/hashes/utils";
import { decodeTransaction } from "@/server/domain/cardano/decode-transaction";
import { readCbor } from "@/server/domain/cardano/read-cbor";
import { cborBytes, cborHead } from "@/server/domain/cardano/write-cbor";
import { decodeDatum, encodeDatum } from "@/server/domain/contract/datum";
import type { PoolDatum } from "@/server/domain/contract/types";
import type { Hex } from "@/server/domain/units";
import { addAt, increaseAt, itemAt, type Place, removeAt, replaceAt } from "./edit-bytes";
import { signHash, testKey } from "./keys";

/* Final bytes changed in one thing each, and the reason for which the verifier must refuse them. */

export type ByteMutation = readonly [what: string, change: (cbor: Hex) => Hex, reason: RegExp];

/** Whose signature no transaction wants. */
export const NOBODY = testKey("nobody");

export const at = (...place: (number | bigint)[]): Place => [0, ...place];
export const inWitnesses = (...place: number[]): Place => [1, ...place];
export const uint = (value: bigint) => cborHead(0, value);
export const stranger = cborBytes(`60${NOBODY.hash}`);
export const otherRef = `82${cborBytes("11".repeat(32))}00`;

export const increase = (place: Place, more: bigint) => (cbor: Hex) => increaseAt(cbor, place, more);
export const put = (place: Place, by: Hex) => (cbor: Hex) => replaceAt(cbor, place, by);
export const add = (place: Place, added: Hex) => (cbor: Hex) => addAt(cbor, place, added);
export const remove = (place: Place) => (cbor: Hex) => removeAt(cbor, place);

const FEE = at(2);

/** Of an output, whether or not it holds tokens too. */
export const moreLovelace =
  (output: number, more: bigint) =>
  (cbor: Hex): Hex => {
    const value = at(1, output, 1);
    const holdsTokens = itemAt(readCbor(hexToBytes(cbor)), value).kind === "array";
    return increaseAt(cbor, holdsTokens ? [...value, 0] : value, more);
  };

/** What must be refused of any transaction of ours. */
export const ANY: readonly ByteMutation[] = [
  ["the fee 1.5 ADA higher", increase(FEE, 1_500_000n), /^fee: is \d+, should be/],
  ["the fee a lovelace below the least", (cbor) => replaceAt(cbor, FEE, uint(1n)), /^fee: is 1, should be/],
  ["an input more", add(at(0), otherRef), /^inputs: is|^the input 1111/],
  ["another input", put(at(0, 0), otherRef), /^inputs: is|^the input 1111/],
  ["a stranger's address for the first output", put(at(1, 0, 0), stranger), /^output 0 \([^)]*\): address: is/],
  ["a lovelace more in the first output", moreLovelace(0, 1n), /^output 0 \([^)]*\): lovelace: is/],
  ["an output more", add(at(1), `82${stranger}${uint(1_000_000n)}`), /^number of outputs: is/],
  ["a longer validity", increase(at(3), 100_000n), /more than 30 minutes from now/],
  ["a validity that is over", put(at(3), uint(5n)), /^it can land before slot 5, and that is over/],
  ["no end of its validity", remove(at(3)), /^it has no end of its validity/],
  ["a network id", add(at(), "0f00"), /the body has field 15/],
  ["votes", add(at(), "13a0"), /the body has field 19/],
  ["proposals", add(at(), "1480"), /the body has field 20/],
  ["a treasury value", add(at(), "1500"), /the body has field 21/],
  ["a donation", add(at(), "1601"), /the body has field 22/],
  ["the hash of auxiliary data", add(at(), `07${cborBytes("55".repeat(32))}`), /the body has field 7,/],
  ["an unknown key", add(at(), "186300"), /the body has field 99/],
  ["a key twice", add(at(), `02${uint(1n)}`), /the body has field 2 twice/],
  ["an empty list of datums", add([1], "0480"), /the witness set has field 4/],
  ["a script in the witness set", add([1], "07814101"), /the witness set has field 7/],
  ["a mark that it fails", put([2], "f4"), /is marked as failing/],
  ["auxiliary data", put([3], "a0"), /has auxiliary data/],
  ["a fifth part", add([], "f6"), /the transaction should have 4 items, but has 5/],
  ["a byte after its end", (cbor) => `${cbor}00`, /after the end/],
  ["a signature changed", (cbor) => replaceAt(cbor, inWitnesses(0, 0, 1), flipped), /verify/],
  ["a signature less", remove(inWitnesses(0, 0)), /^the signature of \w+ is missing|signatures: a list with nothing/],
  ["a stranger's wrong signature", (cbor) => withSignature(cbor, "44".repeat(64)), /^the signature of \w+ does not/],
  ["a stranger's right signature", (cbor) => withSignature(cbor), /has signed, and nobody has asked/],
];

/** The same of what runs scripts. */
export const RUNNING: readonly ByteMutation[] = [
  ["another reference input", put(at(18, 0), otherRef), /^reference inputs: is/],
  ["a reference input more", add(at(18), otherRef), /^reference inputs: is/],
  ["another collateral", put(at(13, 0), otherRef), /^collateral: is/],
  ["a collateral more", add(at(13), otherRef), /^collateral: is/],
  ["nearly the whole collateral at stake", increase(at(17), 10_000_000n), /^total collateral: is/],
  ["no total collateral", remove(at(17)), /^total collateral: is none/],
  ["a stranger who gets the collateral back", put(at(16, 0), stranger), /^collateral return: address: is/],
  ["less of the collateral coming back", increase(at(16, 1), -1n), /^collateral return: lovelace: is/],
  ["nothing of the collateral coming back", remove(at(16)), /^collateral return: is none/],
  ["another script data hash", put(at(11), cborBytes("22".repeat(32))), /^script data hash: is 2222/],
  ["no script data hash", remove(at(11)), /^script data hash: is none/],
  ["more units for a script", increase(inWitnesses(5, 0, 3, 0), 1n), /^script data hash: is/],
  ["another redeemer", put(inWitnesses(5, 0, 2), "8100"), /^the \w+'s redeemer: is d87\w8100/],
  ["a redeemer more", add(inWitnesses(5), "840000d87980820000"), /^redeemers: is/],
  ["a certificate", add(at(), `0481820082${uint(1n)}${cborBytes("66".repeat(28))}`), /^accounts opened: is 6666/],
  ["a certificate of a key", add(at(), `0481820082${uint(0n)}${cborBytes("66".repeat(28))}`), /does not open a script/],
  ["empty certificates", add(at(), "0480"), /field 4 of the body: a list with nothing in it/],
];

/** What must be refused of whatever leaves a pool as its first output. */
export const POOL: readonly ByteMutation[] = [
  ...datumMutations(),
  ["a pool without its state token", (cbor) => replaceAt(cbor, at(1, 0, 1, 1), otherAssets), /\): assets: is/],
  ["a pool with a script", (cbor) => addAt(cbor, at(1, 0), SCRIPT_FIELD), /^output 0 \(the pool's\): script: is/],
  ["a datum written in another way", (cbor) => replaceAt(cbor, DATUM, looser), /is written in another way/],
  ["no datum", remove(at(1, 0, 2)), /^output 0 \(the pool's\): datum: is none/],
  ["a datum by its hash", put(at(1, 0, 2), `8200${cborBytes("77".repeat(32))}`), /has a datum by its hash/],
];

const DATUM = at(1, 0, 2, 1);
const SCRIPT_FIELD = `03d818${cborBytes(`8203${cborBytes("4100")}`)}`;

function datumMutations(): ByteMutation[] {
  const changes: readonly (readonly [string, (datum: PoolDatum) => Partial<PoolDatum>, string])[] = [
    ["settings", () => ({ settingsHash: "aa".repeat(32) }), "settings"],
    ["operator", () => ({ operator: NOBODY.hash.replace(/^../, "0f") }), "operator"],
    ["max_fee", ({ maxFeeLovelace }) => ({ maxFeeLovelace: maxFeeLovelace + 1n }), "max_fee"],
    ["nonce", ({ nonce }) => ({ nonce: nonce + 1 }), "nonce"],
    ["plan", () => ({ plan: "bb".repeat(32) }), "plan"],
    ["last day", ({ lastDay }) => ({ lastDay: lastDay - 1 }), "last_day"],
    ["last payout", ({ lastPayoutMs }) => ({ lastPayoutMs: lastPayoutMs + 1 }), "last_payout"],
    ["number of outputs", ({ status }) => ({ status: { ...status, outputs: status.outputs + 1 } }), "state"],
    [
      "remaining amount",
      ({ status }) => ({ status: { ...status, remaining: { ...status.remaining, lovelace: 1n } } }),
      "state",
    ],
  ];
  return changes.map(([what, change, field]) => [
    `another ${what} in the datum`,
    (cbor) => {
      const datum = decodeDatum(decodeTransaction(cbor).outputs[0]?.inlineDatum ?? "");
      return replaceAt(cbor, DATUM, cborBytes(encodeDatum({ ...datum, ...change(datum) })));
    },
    new RegExp(`^output 0 \\(the pool's\\): datum: ${field} is`),
  ]);
}

/** The first byte of a signature changed. */
function flipped(old: Hex): Hex {
  return old.slice(0, 4) + (old.startsWith("00", 4) ? "01" : "00") + old.slice(6);
}

/** The same fields in a list of definite length. */
function looser(old: Hex): Hex {
  const item = itemAt(readCbor(hexToBytes(old)), []);
  const datum = item.kind === "bytes" ? bytesToHex(item.value) : "";
  return cborBytes(datum.replace(/^d8799f/, "d87988").replace(/ff$/, ""));
}

const otherAssets = `a1${cborBytes("99".repeat(28))}a14101${uint(1n)}`;

/** By whom nobody has asked. */
function withSignature(cbor: Hex, signature?: Hex): Hex {
  const right = signHash(NOBODY, decodeTransaction(cbor).txHash);
  return addAt(cbor, inWitnesses(0), `82${cborBytes(NOBODY.publicKey)}${cborBytes(signature ?? right.signature)}`);
}
