import { hexToBytes, utf8ToBytes } from "@noble/hashes/utils";
import { describe, expect, it } from "vitest";
import { cip8Header, signCip8, signData, testKey } from "@/server/testing/contract/keys";
import { textHashOf } from "../cardano/text-hash";
import { readSignData } from "./sign-data";

const ANN = testKey("ann");
const BEN = testKey("ben");
const TEXT = `Daily Prize Oracle devnet approve day 7 pay 5 lovelace to 1 outputs before 9 plan ${"ab".repeat(32)}`;
const HASH = hexToBytes(textHashOf(TEXT));
const SIGNED = { publicKey: ANN.publicKey, envelope: signCip8(ANN, TEXT) };
const answer = signData(ANN, TEXT);
const detached = signData(ANN, TEXT, { payload: null });

describe("what a wallet answers to signData", () => {
  it("gives the key and the envelope", () => {
    expect(readSignData(answer, TEXT)).toEqual(SIGNED);
  });

  it("may carry COSE tag 18, be in capitals, and lack its payload", () => {
    expect(readSignData({ ...answer, signature: `d2${answer.signature}` }, TEXT)).toEqual(SIGNED);
    expect(readSignData({ signature: answer.signature.toUpperCase(), key: `${answer.key} ` }, TEXT)).toEqual(SIGNED);
    expect(readSignData(detached, TEXT)).toEqual(SIGNED);
  });

  it("counts by its signature alone, whatever its flag and its payload say", () => {
    for (const hashed of [true, null]) {
      expect(readSignData(signData(ANN, TEXT, { hashed }), TEXT)).toEqual(SIGNED);
      expect(readSignData(signData(ANN, TEXT, { hashed, payload: HASH }), TEXT)).toEqual(SIGNED);
    }
  });

  it("may lack the key: then it is in the header, or known", () => {
    const bare = { signature: answer.signature };
    expect(readSignData(bare, TEXT, ANN.publicKey)).toEqual(SIGNED);
    expect(readSignData(bare, TEXT, BEN.publicKey)).toEqual({ problem: expect.stringContaining("does not match") });
    expect(readSignData(bare, TEXT)).toEqual({ problem: expect.stringContaining("has no key in it") });
    const header = `a3012704${`5820${ANN.publicKey}`}6761646472657373${`581de0${ANN.hash}`}`;
    const { signature } = signData(ANN, TEXT, { header });
    expect(readSignData({ signature }, TEXT)).toEqual({ ...SIGNED, envelope: signCip8(ANN, TEXT, header) });
  });
});

describe("a signature over a hash of the text", () => {
  const instead = /signed a hash, and .*Another wallet.*software account, a sealed key, or .*air-gapped tool/;
  const mistake = /a mistake of the wallet/;

  it.each([
    ["with the hash as payload", { payload: HASH, hashed: true }],
    ["with the text as payload", { hashed: true }],
    ["without a payload", { payload: null, hashed: true }],
  ])("%s is named, with ways out", (_, given) => {
    const read = readSignData(signData(ANN, TEXT, { ...given, signed: HASH }), TEXT);
    expect(read).toEqual({ problem: expect.stringMatching(instead) });
    expect(read).not.toEqual({ problem: expect.stringMatching(mistake) });
  });

  it.each([
    ["says that it is not hashed", { payload: HASH, hashed: false }],
    ["says nothing", { payload: HASH, hashed: null }],
    ["says that it is not hashed, with the text as payload", { hashed: false }],
  ])("that %s is named as such, and not as another text", (_, given) => {
    const read = readSignData(signData(ANN, TEXT, { ...given, signed: HASH }), TEXT);
    expect(read).toEqual({ problem: expect.stringMatching(instead) });
    expect(read).toEqual({ problem: expect.stringMatching(mistake) });
  });

  it("of another text, by a real Ledger, is named (bloxbean/cardano-client-lib, issue 447)", () => {
    const signature = [
      "84582aa201276761646472657373581de103d205532089ad2f7816892e2ef42849b7b52788e41b3fd43a6e01cf",
      "a166686173686564f5581c1c1afc33a1ed48205eadcbbda2fc8e61442af2e04673616f21b7d038",
      "5840954858f672e9ca51975655452d79a8f106011e9535a2ebfb909f7bbcce5d10d2",
      "46ae62df2da3a7790edd8f93723cbdfdffc5341d08135b1a40e7a998e8b2ed06",
    ].join("");
    const key = "a4010103272006215820c13745be35c2dfc3fa9523140030dda5b5346634e405662b1aae5c61389c55b3";
    expect(readSignData({ signature, key }, TEXT)).toEqual({ problem: expect.stringMatching(instead) });
  });
});

it.each<[string, { signature: string; key?: string }, RegExp]>([
  [
    "over another text, whose beginning is shown",
    signData(ANN, `${TEXT}1`),
    /another text .*: “Daily Prize Oracle devnet/,
  ],
  [
    "over another text that is no text",
    signData(ANN, TEXT, { payload: hexToBytes("ff".repeat(30)), signed: HASH.map((byte) => byte ^ 1) }),
    /another text .*signed\.$/,
  ],
  ["of another key", { ...answer, key: signData(BEN, TEXT).key }, /does not match/],
  ["that is forged", { ...answer, signature: answer.signature.replace(/..$/, "00") }, /does not match/],
  [
    "with another algorithm",
    signData(ANN, TEXT, { header: cip8Header(`e0${ANN.hash}`).replace("a20127", "a20126") }),
    /not made with EdDSA/,
  ],
  ["with a key on another curve", { ...answer, key: answer.key.replace("2006", "2004") }, /not an ed25519 key/],
  ["with a short header", signData(ANN, TEXT, { header: "a10127" }), /protected header has 3 bytes/],
  ["that is no CBOR", { signature: "zz", key: answer.key }, /not a CIP-30 signature/],
  ["that is a transaction", { signature: "83a0a0f6", key: answer.key }, /not a COSE_Sign1/],
  [
    "with a payload that is no bytes",
    { ...answer, signature: detached.signature.replace("f65840", "075840") },
    /payload is not bytes/,
  ],
  ["cut off", { ...answer, signature: answer.signature.slice(0, -2) }, /ends too early/],
])("an answer is refused %s", (_, wallet, problem) => {
  expect(readSignData(wallet, TEXT)).toEqual({ problem: expect.stringMatching(problem) });
});

it("has a text of more than 99 bytes in these tests, as the texts of plans", () => {
  expect(utf8ToBytes(TEXT).length).toBeGreaterThan(99);
});
