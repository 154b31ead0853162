import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils";
import { describe, expect, it } from "vitest";
import { cip8Header, signCip8, signData, signRaw, testKey } from "@/server/testing/contract/keys";
import { blake2b224 } from "../hash";
import { orderApprovals, verifyEnvelope } from "./approval";
import { readSignData } from "./sign-data";

const ANN = testKey("ann");
const BEN = testKey("ben");
const TEXT = `Daily Prize Oracle devnet approve day 7 pay 5 lovelace to 1 outputs before 9 plan ${"ab".repeat(32)}`;

describe("an envelope", () => {
  it("verifies raw and as CIP-8", () => {
    expect(verifyEnvelope(ANN.publicKey, signRaw(ANN, TEXT), TEXT)).toBe(true);
    expect(verifyEnvelope(ANN.publicKey, signCip8(ANN, TEXT), TEXT)).toBe(true);
  });

  it("does not verify under another key, over another text, or as the other kind", () => {
    const raw = signRaw(ANN, TEXT);
    const cip8 = signCip8(ANN, TEXT);
    expect(verifyEnvelope(BEN.publicKey, raw, TEXT)).toBe(false);
    expect(verifyEnvelope(ANN.publicKey, raw, `${TEXT} `)).toBe(false);
    expect(verifyEnvelope(ANN.publicKey, { kind: "raw", signature: cip8.signature }, TEXT)).toBe(false);
    const header = cip8Header(`e0${ANN.hash}`);
    expect(
      verifyEnvelope(ANN.publicKey, { kind: "cip8", protectedHeader: header, signature: raw.signature }, TEXT),
    ).toBe(false);
  });

  it("verifies with a protected header of 24 to 255 bytes only, as in the contract", () => {
    const withHeader = (bytes: number) => verifyEnvelope(ANN.publicKey, signCip8(ANN, TEXT, "aa".repeat(bytes)), TEXT);
    expect([23, 24, 255, 256].map(withHeader)).toEqual([false, true, true, false]);
  });

  it("with nonsense is refused, not thrown", () => {
    expect(verifyEnvelope("zz", signRaw(ANN, TEXT), TEXT)).toBe(false);
    expect(verifyEnvelope(ANN.publicKey, { kind: "raw", signature: "00" }, TEXT)).toBe(false);
    expect(verifyEnvelope("ff".repeat(32), signRaw(ANN, TEXT), TEXT)).toBe(false);
  });
});

describe("what a wallet answers to signData", () => {
  const answer = signData(ANN, TEXT);

  it("gives the key and the envelope", () => {
    expect(readSignData(answer, TEXT)).toEqual({ publicKey: ANN.publicKey, envelope: signCip8(ANN, TEXT) });
  });

  it("may carry COSE tag 18", () => {
    expect(readSignData({ ...answer, signature: `d2${answer.signature}` }, TEXT)).toHaveProperty("envelope");
  });

  it("that holds a hash of the text, though it says that it does not, is named as such, with a way out", () => {
    const payload = utf8ToBytes(TEXT);
    const item = (bytes: Uint8Array) => bytesToHex(new Uint8Array([0x58, bytes.length, ...bytes]));
    const hashed = answer.signature.replace(item(payload), item(blake2b224(payload)));
    expect(hashed).not.toBe(answer.signature);
    const read = readSignData({ ...answer, signature: hashed }, TEXT);
    expect(read).toEqual({
      problem: expect.stringMatching(/signed a hash.*Sign with another wallet, or with a sealed/),
    });
  });

  it.each([
    ["over another text", { ...answer }, `${TEXT}1`, /another text/],
    [
      "with the payload hashed",
      { ...answer, signature: answer.signature.replace("686173686564f4", "686173686564f5") },
      TEXT,
      /signed a hash/,
    ],
    ["of another key", { ...answer, key: signData(BEN, TEXT).key }, TEXT, /does not match/],
    [
      "with a forged signature",
      { ...answer, signature: answer.signature.replace(/..$/, "00") },
      TEXT,
      /does not match/,
    ],
    [
      "with another algorithm",
      signData(ANN, TEXT, cip8Header(`e0${ANN.hash}`).replace("a20127", "a20126")),
      TEXT,
      /not made with EdDSA/,
    ],
    ["with a key on another curve", { ...answer, key: answer.key.replace("2006", "2004") }, TEXT, /not an ed25519 key/],
    ["with a short header", signData(ANN, TEXT, "a10127"), TEXT, /protected header has 3 bytes/],
    ["that is no CBOR", { signature: "zz", key: answer.key }, TEXT, /not a CIP-30 signature/],
    ["that is a transaction", { signature: "83a0a0f6", key: answer.key }, TEXT, /not a COSE_Sign1/],
    ["cut off", { ...answer, signature: answer.signature.slice(0, -2) }, TEXT, /ends too early/],
  ])("is refused %s", (_, wallet, text, problem) => {
    const read = readSignData(wallet, text);
    expect(read).toEqual({ problem: expect.stringMatching(problem) });
  });
});

it("orders approvals as the contract wants them, without strangers and duplicates", () => {
  const signed = [ANN, BEN, ANN, testKey("stranger")].map((key) => ({
    publicKey: key.publicKey,
    envelope: signRaw(key, TEXT),
  }));
  const approvers = [BEN.publicKey, "00".repeat(32), ANN.publicKey];
  expect(orderApprovals(signed, approvers)).toEqual([
    { index: 0, envelope: signRaw(BEN, TEXT) },
    { index: 2, envelope: signRaw(ANN, TEXT) },
  ]);
});
