import { ed25519 } from "@noble/curves/ed25519";
import { bytesToHex, hexToBytes } from "@noble/hashes/utils";
import { describe, expect, it } from "vitest";
import { cip8Header, signCip8, signRaw, testKey } from "@/server/testing/contract/keys";
import { textHashOf } from "../cardano/text-hash";
import { isOverHash, orderApprovals, signatureStructure, verifyEnvelope } from "./approval";

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

  it("over the text's hash is told from one over the text, raw and as CIP-8", () => {
    const hash = hexToBytes(textHashOf(TEXT));
    const raw = { kind: "raw", signature: bytesToHex(ed25519.sign(hash, ANN.secret)) } as const;
    const header = cip8Header(`e0${ANN.hash}`);
    const message = signatureStructure(hexToBytes(header), hash);
    const signature = bytesToHex(ed25519.sign(message, ANN.secret));
    for (const envelope of [raw, { kind: "cip8", protectedHeader: header, signature } as const]) {
      expect(verifyEnvelope(ANN.publicKey, envelope, TEXT)).toBe(false);
      expect(isOverHash(ANN.publicKey, envelope, TEXT)).toBe(true);
      expect(isOverHash(ANN.publicKey, envelope, `${TEXT}1`)).toBe(false);
    }
    expect(isOverHash(ANN.publicKey, signRaw(ANN, TEXT), TEXT)).toBe(false);
  });

  it("with nonsense is refused, not thrown", () => {
    expect(verifyEnvelope("zz", signRaw(ANN, TEXT), TEXT)).toBe(false);
    expect(verifyEnvelope(ANN.publicKey, { kind: "raw", signature: "00" }, TEXT)).toBe(false);
    expect(verifyEnvelope("ff".repeat(32), signRaw(ANN, TEXT), TEXT)).toBe(false);
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
