import { bytesToHex, hexToBytes, utf8ToBytes } from "@noble/hashes/utils";
import { type CborItem, mapValue, readCbor } from "../cardano/read-cbor";
import { textHashOf } from "../cardano/text-hash";
import { visible } from "../shown";
import type { Hex } from "../units";
import {
  fitsOneByteLength,
  isOverHash,
  judgeEnvelope,
  MAX_HEADER_BYTES,
  MIN_HEADER_BYTES,
  type SignedText,
} from "./approval";
import type { Envelope } from "./types";

const EDDSA = -8n;
const OKP = 1n;
const CURVE_ED25519 = 6n;
const KID = 4n;
/** blake2b-224 in hex. */
const HASH_DIGITS = 56;

/** What `signData` answers (CIP-30): hex of a COSE_Sign1 and of a COSE_Key. Before 2022 wallets left the key out. */
export type SignDataAnswer = { readonly signature: string; readonly key?: string };

type Problem = { readonly problem: string };

/** What came with the signature. None of it is signed, so none of it is believed. */
type Parsed = {
  /** In the COSE_Key, else in the header (`kid`); null where neither has one. */
  readonly publicKey: Hex | null;
  readonly envelope: Envelope;
  /** Hex; null if it was left out (a "detached" payload). */
  readonly payload: Hex | null;
  /** What its `hashed` flag says; null where there is none. */
  readonly saysHashed: boolean | null;
};

/**
 * Reads such an answer and judges it over the text that was to be signed. The signature alone decides: a wrong flag or
 * a payload that was left out does no harm, since the contract sees neither. `publicKey` is for answers without a key.
 * Problems are in words, for who signed.
 */
export function readSignData(answer: SignDataAnswer, text: string, publicKey: Hex | null = null): SignedText | Problem {
  const read = parseSignData(answer);
  if ("problem" in read) return read;
  const signer = read.publicKey ?? publicKey;
  if (signer === null) return { problem: NO_KEY };
  const signed = { publicKey: signer, envelope: read.envelope };
  const problem = whyNotOver(signed, text, read);
  return problem === null ? signed : { problem };
}

function whyNotOver({ publicKey, envelope }: SignedText, text: string, read: Parsed): string | null {
  const verdict = judgeEnvelope(publicKey, envelope, text);
  if (verdict === "right") return null;
  if (verdict === "not-strict") return NOT_STRICT;
  if (isOverHash(publicKey, envelope, text)) {
    return read.saysHashed ? SIGNED_A_HASH : `${SIGNED_A_HASH} ${WRONG_FLAG}`;
  }
  const { payload } = read;
  if (payload === null || payload === bytesToHex(utf8ToBytes(text))) return NO_MATCH;
  const isHash = payload === textHashOf(text) || (read.saysHashed && payload.length === HASH_DIGITS);
  return isHash ? SIGNED_A_HASH : `${OTHER_TEXT}${startOf(payload)}`;
}

/** What to do where a wallet or a device signs a hash: for all who say that it did. */
export const INSTEAD_OF_A_HASH =
  "Another wallet may let the same device sign the text itself. Else another key has to sign: one of a software " +
  "account, a sealed key, or one of the air-gapped tool, which the approvers first add to the pool";
const SIGNED_A_HASH =
  "The wallet signed a hash, and the contract needs the text itself. Hardware wallets do that with texts of " +
  `100 bytes and more. ${INSTEAD_OF_A_HASH}.`;
const WRONG_FLAG = "(Its answer does not say that it is hashed, which is a mistake of the wallet.)";
const OTHER_TEXT = "The signature is over another text than the one to be signed";
const NO_MATCH = "The signature does not match the text and the key that came with it. Sign again.";
const NO_KEY = "The answer has no key in it. Give the COSE_Key too.";
export const NOT_STRICT =
  "The ledger would refuse this signature, though some programs take it (it has a part of small order). Sign with " +
  "another program, or with a new key.";

/** The beginning of a text that was signed in place of ours, so that a person may know where it came from. */
function startOf(payload: Hex): string {
  const text = new TextDecoder().decode(hexToBytes(payload));
  return text.includes("\ufffd") ? "." : `: “${visible(text, 60)}”.`;
}

/** Reads such an answer, whatever was signed. */
export function parseSignData(answer: SignDataAnswer): Parsed | Problem {
  try {
    const signed = readCoseSign1(readCbor(bytesOf(answer.signature)));
    const publicKey = answer.key === undefined ? signed.kid : readCoseKey(readCbor(bytesOf(answer.key)));
    return { ...signed, publicKey };
  } catch (error) {
    if (error instanceof SignDataError) return { problem: error.message };
    return { problem: `This is not a CIP-30 signature: ${(error as Error).message}` };
  }
}

const bytesOf = (hex: string) => hexToBytes(hex.trim().toLowerCase());

class SignDataError extends Error {}

/** COSE's label of the secret half of a key of this kind. */
const SECRET_HALF = -4n;

/** Whether there is a COSE_Key with its secret half in these digits. */
export function hasSecret(hex: string): boolean {
  try {
    return mapValue(readCbor(bytesOf(hex)), SECRET_HALF) !== null;
  } catch {
    return false;
  }
}

function readCoseKey(item: CborItem): Hex {
  if (mapValue(item, SECRET_HALF))
    throw new SignDataError("There is a secret key in the COSE_Key. Keep it to yourself.");
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

function readCoseSign1(item: CborItem): Omit<Parsed, "publicKey"> & { readonly kid: Hex | null } {
  // Tag 18 may name the structure (RFC 9052, 4.2); CIP-30 wallets leave it out.
  const structure = item.kind === "tag" && item.tag === 18n ? item.item : item;
  if (structure.kind !== "array") throw new SignDataError("The signature is not a COSE_Sign1.");
  const [header, unprotected, payload, signature] = structure.items;
  const complete = header?.kind === "bytes" && unprotected?.kind === "map" && signature?.kind === "bytes";
  if (structure.items.length !== 4 || !complete) {
    throw new SignDataError("The signature is not a COSE_Sign1.");
  }
  const isDetached = payload?.kind === "simple" && payload.value === null;
  if (payload?.kind !== "bytes" && !isDetached) throw new SignDataError("The signature's payload is not bytes.");
  if (signature.value.length !== 64) throw new SignDataError("The signature has not 64 bytes.");
  const hashed = mapValue(unprotected, "hashed");
  return {
    kid: readHeader(header.value),
    envelope: {
      kind: "cip8",
      protectedHeader: bytesToHex(header.value),
      signature: bytesToHex(signature.value),
    },
    payload: payload?.kind === "bytes" ? bytesToHex(payload.value) : null,
    saysHashed: hashed ? !(hashed.kind === "simple" && hashed.value === false) : null,
  };
}

/** Checks the protected header, and returns its `kid` where that is a public key. */
function readHeader(header: Uint8Array): Hex | null {
  if (!fitsOneByteLength(header)) {
    throw new SignDataError(
      `The protected header has ${header.length} bytes; the contract takes ${MIN_HEADER_BYTES} to ${MAX_HEADER_BYTES}.`,
    );
  }
  const read = readCbor(header);
  const algorithm = mapValue(read, 1n);
  if (algorithm?.kind !== "int" || algorithm.value !== EDDSA) {
    throw new SignDataError("The signature was not made with EdDSA.");
  }
  const kid = mapValue(read, KID);
  return kid?.kind === "bytes" && kid.value.length === 32 ? bytesToHex(kid.value) : null;
}
