import { ed25519 } from "@noble/curves/ed25519";
import { bytesToHex, concatBytes, hexToBytes, utf8ToBytes } from "@noble/hashes/utils";
import { type CborItem, mapValue, readCbor } from "../cardano/read-cbor";
import type { Hex } from "../units";
import type { Approval, Envelope } from "./types";

/*
 * Signatures over approval texts: raw ed25519, or CIP-8 / CIP-30 `signData` (COSE_Sign1, RFC 9052) with the
 * full text as payload. The contract accepts nothing else, so neither does this.
 */

const MIN_HEADER_BYTES = 24;
const MAX_HEADER_BYTES = 255;
const EDDSA = -8n;
const OKP = 1n;
const CURVE_ED25519 = 6n;

export type SignedText = { readonly publicKey: Hex; readonly envelope: Envelope };

/** True exactly when the contract would count this signature of this key over this text. */
export function verifyEnvelope(publicKey: Hex, envelope: Envelope, text: string): boolean {
  if (!/^[0-9a-f]{64}$/.test(publicKey) || !/^[0-9a-f]{128}$/.test(envelope.signature)) return false;
  const message = signedBytes(envelope, text);
  if (!message) return false;
  try {
    // Not ZIP-215: the ledger verifies as libsodium does, canonical and strict.
    return ed25519.verify(hexToBytes(envelope.signature), message, hexToBytes(publicKey), { zip215: false });
  } catch {
    return false;
  }
}

function signedBytes(envelope: Envelope, text: string): Uint8Array | null {
  const payload = utf8ToBytes(text);
  if (envelope.kind === "raw") return payload;
  const header = hexToBytes(envelope.protectedHeader);
  if (!fitsOneByteLength(header) || !fitsOneByteLength(payload)) return null;
  return signatureStructure(header, payload);
}

function fitsOneByteLength(bytes: Uint8Array): boolean {
  return bytes.length >= MIN_HEADER_BYTES && bytes.length <= MAX_HEADER_BYTES;
}

/** RFC 9052, 4.4: ["Signature1", protected header, external data (none), payload], 24 to 255 bytes each. */
export function signatureStructure(header: Uint8Array, payload: Uint8Array): Uint8Array {
  const item = (bytes: Uint8Array) => concatBytes(new Uint8Array([0x58, bytes.length]), bytes);
  return concatBytes(hexToBytes("846a5369676e617475726531"), item(header), hexToBytes("40"), item(payload));
}

/**
 * Reads what a wallet's `signData` answered (CIP-30: hex of a COSE_Sign1 and of a COSE_Key) and verifies it
 * over the text that was to be signed. The problem is in words, for the person who signed.
 */
export function readSignData(
  answer: { readonly signature: string; readonly key: string },
  text: string,
): SignedText | { readonly problem: string } {
  try {
    const publicKey = readCoseKey(readCbor(hexToBytes(answer.key.toLowerCase())));
    const envelope = readCoseSign1(readCbor(hexToBytes(answer.signature.toLowerCase())), text);
    if (!verifyEnvelope(publicKey, envelope, text)) {
      return { problem: "The signature does not match the text and the key that came with it. Sign again." };
    }
    return { publicKey, envelope };
  } catch (error) {
    if (error instanceof SignDataError) return { problem: error.message };
    return { problem: `The wallet's answer is not a CIP-30 signature: ${(error as Error).message}` };
  }
}

class SignDataError extends Error {}

function readCoseKey(item: CborItem): Hex {
  const type = mapValue(item, 1n);
  const curve = mapValue(item, -1n);
  const algorithm = mapValue(item, 3n);
  const x = mapValue(item, -2n);
  const isEd25519 =
    type?.kind === "int" && type.value === OKP && curve?.kind === "int" && curve.value === CURVE_ED25519;
  if (!isEd25519 || (algorithm && (algorithm.kind !== "int" || algorithm.value !== EDDSA))) {
    throw new SignDataError("The key is not an ed25519 key.");
  }
  if (x?.kind !== "bytes" || x.value.length !== 32) throw new SignDataError("The key has not 32 bytes.");
  return bytesToHex(x.value);
}

function readCoseSign1(item: CborItem, text: string): Envelope {
  // Tag 18 may name the structure (RFC 9052, 4.2); CIP-30 wallets leave it out.
  const structure = item.kind === "tag" && item.tag === 18n ? item.item : item;
  if (structure.kind !== "array") throw new SignDataError("The signature is not a COSE_Sign1.");
  const [header, unprotected, payload, signature] = structure.items;
  const complete = header?.kind === "bytes" && unprotected?.kind === "map" && signature?.kind === "bytes";
  if (structure.items.length !== 4 || !complete) {
    throw new SignDataError("The signature is not a COSE_Sign1.");
  }
  checkProtectedHeader(header.value);
  checkPayload(unprotected, payload, text);
  if (signature.value.length !== 64) throw new SignDataError("The signature has not 64 bytes.");
  return {
    kind: "cip8",
    protectedHeader: bytesToHex(header.value),
    signature: bytesToHex(signature.value),
  };
}

function checkProtectedHeader(header: Uint8Array): void {
  if (!fitsOneByteLength(header)) {
    throw new SignDataError(
      `The protected header has ${header.length} bytes; the contract takes ${MIN_HEADER_BYTES} to ${MAX_HEADER_BYTES}.`,
    );
  }
  const algorithm = mapValue(readCbor(header), 1n);
  if (algorithm?.kind !== "int" || algorithm.value !== EDDSA) {
    throw new SignDataError("The signature was not made with EdDSA.");
  }
}

function checkPayload(unprotected: CborItem, payload: CborItem | undefined, text: string): void {
  const hashed = mapValue(unprotected, "hashed");
  if (hashed && !(hashed.kind === "simple" && hashed.value === false)) {
    throw new SignDataError("The wallet signed a hash of the text. The contract needs the text itself signed.");
  }
  if (payload?.kind !== "bytes") throw new SignDataError("The signature carries no payload.");
  if (bytesToHex(payload.value) !== bytesToHex(utf8ToBytes(text))) {
    throw new SignDataError("The signature is over another text than the one to be approved.");
  }
}

/**
 * Puts signatures in the order in which the contract wants them, each once, leaving out keys that are not
 * approvers. Verify them first.
 */
export function orderApprovals(signed: readonly SignedText[], approvers: readonly Hex[]): Approval[] {
  return approvers.flatMap((key, index) => {
    const found = signed.find(({ publicKey }) => publicKey === key);
    return found ? [{ index, envelope: found.envelope }] : [];
  });
}
