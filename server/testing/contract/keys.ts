import { ed25519 } from "@noble/curves/ed25519";
import { bytesToHex, hexToBytes, utf8ToBytes } from "@noble/hashes/utils";
import { makeAddress } from "@/server/domain/cardano/address";
import { signatureStructure } from "@/server/domain/contract/approval";
import type { Envelope } from "@/server/domain/contract/types";
import { blake2b224, blake2b256 } from "@/server/domain/hash";
import type { Hex } from "@/server/domain/units";

/** A signing key for tests, always the same for a name. */
export type TestKey = {
  readonly secret: Uint8Array;
  readonly publicKey: Hex;
  readonly hash: Hex;
  readonly address: string;
};

export function testKey(name: string): TestKey {
  const secret = blake2b256(utf8ToBytes(`test key ${name}`));
  const publicKey = ed25519.getPublicKey(secret);
  const hash = bytesToHex(blake2b224(publicKey));
  return {
    secret,
    publicKey: bytesToHex(publicKey),
    hash,
    address: makeAddress(0, { kind: "key", hash }, null),
  };
}

export function signRaw(key: TestKey, text: string): Envelope {
  return { kind: "raw", signature: bytesToHex(ed25519.sign(utf8ToBytes(text), key.secret)) };
}

/** Protected header as CIP-30 wallets write it: {1: -8, "address": bytes}. */
export function cip8Header(addressHex: Hex): Hex {
  return `a201276761646472657373${`58${(addressHex.length / 2).toString(16).padStart(2, "0")}`}${addressHex}`;
}

export function signCip8(key: TestKey, text: string, header = cip8Header(`e0${key.hash}`)): Envelope {
  const message = signatureStructure(hexToBytes(header), utf8ToBytes(text));
  return { kind: "cip8", protectedHeader: header, signature: bytesToHex(ed25519.sign(message, key.secret)) };
}

export function signHash(key: TestKey, txHash: Hex): { publicKey: Hex; signature: Hex } {
  return { publicKey: key.publicKey, signature: bytesToHex(ed25519.sign(hexToBytes(txHash), key.secret)) };
}

/** Some base address, different for each number. */
export function baseAddress(n: number): string {
  const hash = (part: string) => bytesToHex(blake2b224(utf8ToBytes(`${part} ${n}`)));
  return makeAddress(0, { kind: "key", hash: hash("payment") }, { kind: "key", hash: hash("stake") });
}

type Answer = {
  readonly header?: Hex;
  /** What stands as the payload; null leaves it out. The text, if not given. */
  readonly payload?: Uint8Array | null;
  /** What the flag says; null leaves it out. */
  readonly hashed?: boolean | null;
  /** What is signed. The text, if not given. */
  readonly signed?: Uint8Array;
};

/** The bytes of the answer to CIP-30 signData, as a wallet would give them, or as a bad one does. */
export function signData(key: TestKey, text: string, answer: Answer = {}): { signature: Hex; key: Hex } {
  const { header = cip8Header(`e0${key.hash}`), hashed = false, signed = utf8ToBytes(text) } = answer;
  const payload = answer.payload === undefined ? utf8ToBytes(text) : answer.payload;
  const item = (bytes: Uint8Array) => `58${bytes.length.toString(16).padStart(2, "0")}${bytesToHex(bytes)}`;
  const headerBytes = hexToBytes(header);
  const signature = ed25519.sign(signatureStructure(headerBytes, signed), key.secret);
  const flags = hashed === null ? "a0" : `a166686173686564${hashed ? "f5" : "f4"}`;
  const sign1 = `84${item(headerBytes)}${flags}${payload === null ? "f6" : item(payload)}5840${bytesToHex(signature)}`;
  return { signature: sign1, key: `a4010103272006215820${key.publicKey}` };
}
