import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils";
import { describe, expect, it } from "vitest";
import { signCip8, signData, signRaw, testKey } from "@/server/testing/contract/keys";
import { readGiven } from "./given-signature";
import { foreignSignatures, takePasted, toSignedText } from "./pasted-signature";

const ANN = testKey("ann");
const BEN = testKey("ben");
const TEXT = "Daily Prize Oracle devnet approve day 7";
const { signature, key } = signData(ANN, TEXT);
const raw = signRaw(ANN, TEXT).signature;

/** Whose signature over the text it is, or why it is none: as the page finds it. */
function judge(pasted: string, text = TEXT, publicKey = ANN.publicKey): string {
  const taken = takePasted(pasted, text, publicKey, "pasted");
  if ("problem" in taken) return taken.problem;
  expect(taken.tool).toBe("pasted");
  const read = readGiven(taken, text, publicKey);
  return "problem" in read ? read.problem : `signed by ${read.publicKey}`;
}

const json = (value: unknown) => JSON.stringify(value, null, 2);
const SIGNED = `signed by ${ANN.publicKey}`;

describe("a signature that was pasted", () => {
  it.each<[string, string]>([
    ["an answer to signData", json({ signature, key })],
    ["an answer to signData before 2022", signature],
    ["the same in quotation marks", `"${signature}"`],
    ["the two on two lines", `${signature}\n${key}\n`],
    ["a raw one", raw],
    ["a raw one in capitals, with its key", `${raw.toUpperCase()} ${ANN.publicKey}`],
    ["cardano-signer's --json", json({ signature: raw, publicKey: ANN.publicKey })],
    ["cardano-signer's --cip8 --json", json({ COSE_Sign1_hex: signature, COSE_Key_hex: key })],
    [
      "cardano-signer's inside its output",
      json({ workMode: "sign-cip8", output: { COSE_Sign1_hex: signature, COSE_Key_hex: key } }),
    ],
    [
      "cardano-hw-cli's",
      json({
        messageHex: "00",
        isHashed: false,
        signatureHex: raw,
        publicKeyHex: "",
        COSE_Sign1_hex: signature,
        COSE_Key_hex: key,
      }),
    ],
    ["our own, raw", json({ [ANN.publicKey]: { signature: raw } })],
    ["our own, of a wallet", json({ [ANN.publicKey]: withHeader() })],
    ["a list with another's", json([signData(BEN, TEXT), { signature, key }])],
    ["an envelope of cardano-cli", json({ type: "TxWitness ConwayEra", description: "", cborHex: witness(0) })],
    ["the same without its wrapping", json({ type: "TxWitness ConwayEra", description: "", cborHex: witness() })],
  ])("may be %s", (_, pasted) => {
    expect(judge(pasted)).toBe(SIGNED);
    expect(judge(pasted, `${TEXT}1`)).toMatch(/another text|does not match|not a signature of this text/);
  });

  it.each<[string, string]>([
    ["a wallet", json({ signature, key: withSecret() })],
    ["cardano-signer", json({ output: { COSE_Sign1_hex: signature, COSE_Key_hex: withSecret().toUpperCase() } })],
    ["two words", `${signature} ${withSecret()}`],
    ["the key alone", withSecret()],
  ])("with the secret half in its COSE_Key is not taken: %s", (_, pasted) => {
    const taken = takePasted(pasted, TEXT, ANN.publicKey, "pasted");
    expect(taken).toMatchObject({ isSecret: true, problem: expect.stringMatching(/secret key in it/) });
    expect(readGiven({ kind: "cip30", signature, key: withSecret(), wallet: "" }, TEXT, null)).toMatchObject({
      problem: expect.stringMatching(/secret key/),
    });
  });

  it("goes on without what is not signed: payload, unprotected header, and the rest of the key", () => {
    const taken = takePasted(json({ signature, key }), TEXT, ANN.publicKey, "pasted");
    if ("problem" in taken || taken.kind !== "cip30") throw new Error("it is a wallet's signature");
    expect(taken.key).toBe(`a4010103272006215820${ANN.publicKey}`);
    expect(taken.signature).not.toContain(bytesToHex(utf8ToBytes(TEXT)));
    expect(readGiven(taken, TEXT, null)).toEqual(readGiven({ kind: "cip30", signature, key, wallet: "" }, TEXT, null));
  });

  it("of another key is named, with both keys", () => {
    const words = judge(json(signData(BEN, TEXT)));
    expect(words).toContain(`The key ${BEN.hash.slice(0, 16)}… signed, and not ${ANN.hash.slice(0, 16)}…`);
  });

  it.each<[string, string, RegExp]>([
    ["nothing", "  ", /^Paste a signature/],
    ["a word", "hello", /no signature that can be read/],
    ["JSON that is cut off", `{"signature": "${signature}`, /begins like JSON, and is not/],
    ["JSON of something else", json({ a: 1 }), /no signature that can be read/],
    ["far too much", "ab".repeat(100_000), /too long/],
    ["three words", `${raw} ${ANN.publicKey} ab`, /no signature that can be read/],
    ["an envelope of nothing", json({ type: "Tx ConwayEra", cborHex: "82" }), /no key with its signature/],
    [
      "a public key of cardano-cli",
      json({ type: "PaymentVerificationKeyShelley_ed25519", cborHex: "58" }),
      /public key/,
    ],
  ])("that is %s is refused in words", (_, pasted, words) => {
    expect(judge(pasted)).toMatch(words);
  });

  it.each<[string, string]>([
    [
      "a signing key of cardano-cli",
      json({ type: "PaymentSigningKeyShelley_ed25519", description: "", cborHex: "5820" }),
    ],
    [
      "a list with one",
      json([
        { signature, key },
        { type: "StakeSigningKeyShelley_ed25519", cborHex: "5820" },
      ]),
    ],
    [
      "cardano-signer's --json-extended",
      json({ workMode: "sign", signature: raw, secretKey: "ab", publicKey: ANN.publicKey }),
    ],
    ["a key in bech32", "addr_sk1qqqq"],
    ["32 bytes", "ab".repeat(32)],
  ])("with a secret key in it is not taken: %s", (_, pasted) => {
    expect(takePasted(pasted, TEXT, ANN.publicKey, "pasted")).toEqual({
      problem: expect.stringMatching(/secret/),
      isSecret: true,
    });
  });

  it("by cardano-signer 1.35 itself is read (its README)", () => {
    const words =
      "8a5fd6602094407b7e5923aa0f2694f8cb5cf39f317a61059fdc572e24fc1c7660d23c04d46355aed78b5ec35ae8cad1433e7367bb874390dfe46ed155727a08 57758911253f6b31df2a87c10eb08a2c9b8450768cb8dd0d378d93f7c2e220f0";
    const publicKey = words.slice(-64);
    expect(judge(words, "this is a test payload :-)", publicKey)).toBe(`signed by ${publicKey}`);
  });
});

it("files give each with its key, or say that there is none", () => {
  const found = foreignSignatures([{ signature, key }, { signature: raw, publicKey: BEN.publicKey }, { signature }]);
  expect(found?.map((one) => ("problem" in one ? one : toSignedText(one)))).toMatchObject([
    { publicKey: ANN.publicKey, envelope: signCip8(ANN, TEXT) },
    { publicKey: BEN.publicKey, envelope: { kind: "raw", signature: raw } },
    { problem: expect.stringContaining("no key in it") },
  ]);
  expect(foreignSignatures({ [ANN.publicKey]: { signature: raw } })).toBeNull();
  expect(foreignSignatures([{ signature, key }, 7])).toBeNull();
});

it("a raw one that the ledger would refuse, or over a hash, is named", () => {
  const given = { kind: "raw", publicKey: ANN.publicKey, signature: "00".repeat(64) } as const;
  expect(readGiven(given, TEXT, null)).toEqual({ problem: expect.stringContaining("not a signature of this text") });
  const identity = { kind: "raw", publicKey: `01${"00".repeat(31)}`, signature: `01${"00".repeat(63)}` } as const;
  expect(readGiven(identity, TEXT, null)).toEqual({ problem: expect.stringContaining("The ledger would refuse") });
});

/** [key, signature], in [0, ...] as cardano-cli writes it. */
function witness(kind?: number): string {
  const pair = `825820${ANN.publicKey}5840${raw}`;
  return kind === undefined ? pair : `820${kind}${pair}`;
}

function withHeader(): object {
  const envelope = signCip8(ANN, TEXT);
  if (envelope.kind !== "cip8") throw new Error("is CIP-8");
  return { protectedHeader: envelope.protectedHeader, signature: envelope.signature };
}

/** The COSE_Key as a careless tool gives it: with label -4, the secret half. */
function withSecret(): string {
  return `a5010103272006215820${ANN.publicKey}235820${"5e".repeat(32)}`;
}
