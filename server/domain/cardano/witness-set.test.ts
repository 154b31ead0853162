import { expect, it } from "vitest";
import { readTextEnvelope, writeTransactionEnvelope } from "./text-envelope";
import { readSignatures } from "./witness-set";

const [KEY, SIGNATURE] = ["ab".repeat(32), "cd".repeat(64)];
const ONE = `825820${KEY}5840${SIGNATURE}`;
const WANTED = [{ publicKey: KEY, signature: SIGNATURE }];

it.each([
  ["a witness set", `a10081${ONE}`],
  ["a witness set with Conway's tag of a set", `a100d9010281${ONE}`],
  ["a witness set in upper case, with redeemers", `A2${`0081${ONE}`.toUpperCase()}0580`],
  ["a whole transaction", `84a0a10081${ONE}f5f6`],
  ["cardano-cli's witness", `8200${ONE}`],
])("signatures are read from %s", (_what, cbor) => {
  expect(readSignatures(cbor)).toEqual(WANTED);
});

it("no signatures are none", () => {
  expect(readSignatures("a0")).toEqual([]);
});

it.each([
  ["nothing", "", /not hexadecimal/],
  ["words", "no thanks", /not hexadecimal/],
  ["too much", "00".repeat(60_000), /more than a transaction/],
  ["cut off CBOR", "a10081", /./],
  ["a text", "6161", /should be a list, but is text/],
  ["a bootstrap witness of cardano-cli", `8201${ONE}`, /no signature of a key/],
  ["a short key", `a1008182420102${`5840${SIGNATURE}`}`, /should have 32 bytes/],
  ["signatures twice", `a20081${ONE}0081${ONE}`, /field 0 twice/],
])("%s is refused in words", (_what, cbor, words) => {
  expect(() => readSignatures(cbor)).toThrow(words);
});

it("a transaction is written as cardano-cli does, and read back", () => {
  const text = writeTransactionEnvelope("84a0a0f5f6", false);
  expect(JSON.parse(text)).toEqual({
    type: "Unwitnessed Tx ConwayEra",
    description: "Ledger Cddl Format",
    cborHex: "84a0a0f5f6",
  });
  expect(readTextEnvelope(JSON.parse(text))).toEqual({ kind: "transaction", cbor: "84a0a0f5f6" });
  const witness = { type: "TxWitness ConwayEra", description: "Key Witness ShelleyEra", cborHex: `8200${ONE}` };
  expect(readTextEnvelope(witness)).toEqual({ kind: "signature", cbor: `8200${ONE}` });
});

it.each([
  ["another era", { type: "Tx BabbageEra", cborHex: "84" }, /"Tx ConwayEra" or/],
  ["a key", { type: "PaymentSigningKeyShelley_ed25519", cborHex: "5820" }, /its type is "PaymentSigningKey/],
  ["no envelope", [], /as cardano-cli writes/],
  ["no hex", { type: "Tx ConwayEra", cborHex: "zz" }, /as cardano-cli writes/],
])("an envelope of %s is refused", (_what, json, words) => {
  expect(() => readTextEnvelope(json)).toThrow(words);
});
