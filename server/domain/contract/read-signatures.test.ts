import { describe, expect, it } from "vitest";
import { signData, signRaw, testKey } from "@/server/testing/contract/keys";
import { readAnswer } from "./read-signatures";

const TEXT = "Daily Prize Oracle devnet close nonce 7 pool ab";
const ann = testKey("ann");
const raw = signRaw(ann, TEXT);
const { signature } = raw;
const wallet = signData(ann, TEXT);
const envelope = (cborHex: string) => ({ type: "TxWitness ConwayEra", description: "Key Witness", cborHex });
const isRaw = { publicKey: ann.publicKey, envelope: raw };

describe("a signature that somebody brings", () => {
  it.each<[string, unknown]>([
    ["our own form", { [ann.publicKey]: { signature } }],
    ["a key and a signature", { publicKey: ann.publicKey.toUpperCase(), signature }],
    ["a witness of cardano-cli", envelope(`825820${ann.publicKey}5840${signature}`)],
    ["a witness of cardano-cli with its number", envelope(`8200825820${ann.publicKey}5840${signature.toUpperCase()}`)],
    ["a list", [{ publicKey: ann.publicKey, signature }]],
  ])("may be %s", (_form, document) => {
    expect(readAnswer(JSON.stringify(document, null, 2), TEXT)).toEqual(isRaw);
  });

  it.each<[string, unknown]>([
    ["what signData answers", wallet],
    [
      "what cardano-signer prints",
      { workMode: "sign-cip30", COSE_Sign1_hex: wallet.signature, COSE_Key_hex: wallet.key },
    ],
    ["a list with others", [signData(testKey("ben"), "other"), wallet]],
  ])("may be %s", (_form, document) => {
    const read = readAnswer(JSON.stringify(document), TEXT);
    expect(read).toMatchObject({ publicKey: ann.publicKey, envelope: { kind: "cip8" } });
  });

  it("counts among several", () => {
    const other = signRaw(testKey("ben"), "other");
    const both = { [testKey("ben").publicKey]: { signature: other.signature }, [ann.publicKey]: { signature } };
    expect(readAnswer(JSON.stringify(both), TEXT)).toEqual(isRaw);
  });

  it.each<[string, string, RegExp]>([
    ["nothing", "", /not a signature: ""/],
    ["words", "signed!\u202e", /not a signature: "signed!\\u\{202e\}"/],
    ["another document", '{"a":1}', /64 lower-case hexadecimal digits/],
    ["a list of nothing", "[]", /must be \{"<public key>"/],
    ["a short signature", JSON.stringify({ publicKey: ann.publicKey, signature: "12" }), /128 lower-case/],
    ["an envelope of a key", JSON.stringify(envelope(`5820${ann.publicKey}`)), /not a key with its signature/],
    ["an envelope of nothing", JSON.stringify(envelope("zz")), /not a key with its signature/],
    ["a wallet's of another text", JSON.stringify(signData(ann, "other")), /over another text/],
    ["a book", "x".repeat(64_001), /too long to be a signature/],
  ])("is refused as %s", (_what, answer, words) => {
    const read = readAnswer(answer, TEXT);
    expect("problem" in read ? read.problem : "").toMatch(words);
  });

  it("is handed on over another text, for who says that it is wrong", () => {
    const other = signRaw(ann, "other").signature;
    const read = readAnswer(JSON.stringify({ [ann.publicKey]: { signature: other } }), TEXT);
    expect(read).toMatchObject({ publicKey: ann.publicKey, envelope: { signature: other } });
  });
});
