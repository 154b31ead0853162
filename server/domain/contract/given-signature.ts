import { keyHashOf } from "../cardano/key-hash";
import type { Hex } from "../units";
import { isOverHash, judgeEnvelope, type SignedText } from "./approval";
import { INSTEAD_OF_A_HASH, NOT_STRICT, readSignData } from "./sign-data";

/**
 * A signature as a browser has it: a key's own (hex), or an answer to `signData` (CIP-30) with the wallet's name.
 * `tool` is what made it, in words, where it was neither a sealed key nor that wallet.
 */
export type GivenSignature = (
  | { readonly kind: "raw"; readonly publicKey: string; readonly signature: string }
  | { readonly kind: "cip30"; readonly signature: string; readonly key?: string; readonly wallet: string }
) & { readonly tool?: string };

type Problem = { readonly problem: string };

/**
 * The one rule for a signature that anybody brings, in the browser before it is sent and in the server: over `text`, as
 * the contract and the ledger count it. `publicKey` is whose it should be: taken where an answer has no key, and
 * compared by the caller. Problems are in words, for who signed.
 */
export function readGiven(given: GivenSignature, text: string, publicKey: Hex | null): SignedText | Problem {
  if (given.kind === "cip30") return readSignData(given, text, publicKey);
  const signed: SignedText = {
    publicKey: given.publicKey,
    envelope: { kind: "raw", signature: given.signature },
  };
  const verdict = judgeEnvelope(signed.publicKey, signed.envelope, text);
  if (verdict === "right") return signed;
  if (verdict === "not-strict") return { problem: NOT_STRICT };
  const isHashed = isOverHash(signed.publicKey, signed.envelope, text);
  return { problem: isHashed ? `It is over a hash of the text. ${INSTEAD_OF_A_HASH}.` : NOT_OVER };
}

const NOT_OVER =
  "This is not a signature of this text by this key. Copy the text to sign again, whole, and sign it anew.";

/** The same, and of that key alone. */
export function readGivenOf(given: GivenSignature, text: string, publicKey: Hex): SignedText | Problem {
  const read = readGiven(given, text, publicKey);
  if ("problem" in read || read.publicKey === publicKey) return read;
  return { problem: otherKey(read.publicKey, publicKey) };
}

function otherKey(theirs: Hex, wanted: Hex): string {
  const [its, ours] = [theirs, wanted].map((key) => `${keyHashOf(key).slice(0, 16)}…`);
  return `The key ${its} signed, and not ${ours}, which is the one that counts here. Select the account with that key.`;
}
