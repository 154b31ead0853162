import { bytesToHex, hexToBytes, utf8ToBytes } from "@noble/hashes/utils";
import { type CborItem, mapValue, readCbor } from "../cardano/read-cbor";
import type { Hex } from "../units";
import { fitsOneByteLength, MAX_HEADER_BYTES, MIN_HEADER_BYTES, type SignedText, verifyEnvelope } from "./approval";
import type { Envelope } from "./types";

const EDDSA = -8n;
const OKP = 1n;
const CURVE_ED25519 = 6n;

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
