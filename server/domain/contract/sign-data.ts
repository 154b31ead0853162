import { bytesToHex, hexToBytes, utf8ToBytes } from "@noble/hashes/utils";
import { type CborItem, mapValue, readCbor } from "../cardano/read-cbor";
import { blake2b224 } from "../hash";
import type { Hex } from "../units";
import { fitsOneByteLength, MAX_HEADER_BYTES, MIN_HEADER_BYTES, type SignedText, verifyEnvelope } from "./approval";
import type { Envelope } from "./types";

const EDDSA = -8n;
const OKP = 1n;
const CURVE_ED25519 = 6n;

/** What `signData` answers (CIP-30): hex of a COSE_Sign1 and of a COSE_Key. */
export type SignDataAnswer = { readonly signature: string; readonly key: string };

type Problem = { readonly problem: string };

/** Reads such an answer and judges it over the text that was to be signed. Problems are in words, for who signed. */
export function readSignData(answer: SignDataAnswer, text: string): SignedText | Problem {
  const read = parseSignData(answer);
  if ("problem" in read) return read;
  const { publicKey, envelope, payload } = read;
  if (payload !== bytesToHex(utf8ToBytes(text))) {
    return { problem: payload === bytesToHex(blake2b224(utf8ToBytes(text))) ? HASHED : OTHER_TEXT };
  }
  if (verifyEnvelope(publicKey, envelope, text)) return { publicKey, envelope };
  return { problem: "The signature does not match the text and the key that came with it. Sign again." };
}

const OTHER_TEXT = "The signature is over another text than the one to be approved.";
const HASHED =
  "The wallet signed a hash of the text, and the contract needs the text itself. Hardware wallets do that with texts of " +
  "100 bytes and more. Sign with another wallet, or with a sealed key or a key file.";

/** Reads such an answer, whatever was signed. `payload` is hex. */
export function parseSignData(answer: SignDataAnswer): (SignedText & { readonly payload: Hex }) | Problem {
  try {
    const publicKey = readCoseKey(readCbor(hexToBytes(answer.key.toLowerCase())));
    return { publicKey, ...readCoseSign1(readCbor(hexToBytes(answer.signature.toLowerCase()))) };
  } catch (error) {
    if (error instanceof SignDataError) return { problem: error.message };
    return { problem: `This is not a CIP-30 signature: ${(error as Error).message}` };
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

function readCoseSign1(item: CborItem): { readonly envelope: Envelope; readonly payload: Hex } {
  // Tag 18 may name the structure (RFC 9052, 4.2); CIP-30 wallets leave it out.
  const structure = item.kind === "tag" && item.tag === 18n ? item.item : item;
  if (structure.kind !== "array") throw new SignDataError("The signature is not a COSE_Sign1.");
  const [header, unprotected, payload, signature] = structure.items;
  const complete = header?.kind === "bytes" && unprotected?.kind === "map" && signature?.kind === "bytes";
  if (structure.items.length !== 4 || !complete) {
    throw new SignDataError("The signature is not a COSE_Sign1.");
  }
  checkProtectedHeader(header.value);
  const hashed = mapValue(unprotected, "hashed");
  if (hashed && !(hashed.kind === "simple" && hashed.value === false)) throw new SignDataError(HASHED);
  if (payload?.kind !== "bytes") throw new SignDataError("The signature carries no payload.");
  if (signature.value.length !== 64) throw new SignDataError("The signature has not 64 bytes.");
  return {
    envelope: {
      kind: "cip8",
      protectedHeader: bytesToHex(header.value),
      signature: bytesToHex(signature.value),
    },
    payload: bytesToHex(payload.value),
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
