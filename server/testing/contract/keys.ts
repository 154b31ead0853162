import { ed25519 } from "@noble/curves/ed25519";
import { bytesToHex, concatBytes, hexToBytes, utf8ToBytes } from "@noble/hashes/utils";
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

/** The bytes of the answer to CIP-30 signData, as a wallet would give them. */
export function signData(
  key: TestKey,
  text: string,
  header = cip8Header(`e0${key.hash}`),
): { signature: Hex; key: Hex } {
  const payload = utf8ToBytes(text);
  const bytes = (hex: Hex) => hexToBytes(hex);
  const envelope = signCip8(key, text, header);
  const headerBytes = bytes(header);
  const sign1 = concatBytes(
    bytes("84"),
    bytes(`58${headerBytes.length.toString(16).padStart(2, "0")}`),
    headerBytes,
    bytes("a166686173686564f4"),
    bytes(`58${payload.length.toString(16).padStart(2, "0")}`),
    payload,
    bytes("5840"),
    bytes(envelope.signature),
  );
  return { signature: bytesToHex(sign1), key: `a4010103272006215820${key.publicKey}` };
}
