import type { Hex } from "../units";
import type { SignedText } from "./approval";
import { parseSignData } from "./sign-data";
import type { Envelope } from "./types";

/*
 * Signatures in the forms in which wallets and tools print them:
 *
 * - CIP-30's `signData`: {"signature": COSE_Sign1, "key": COSE_Key}, or before 2022 the COSE_Sign1 alone
 * - cardano-signer 1.35 (README, "CIP-8 / CIP-30 mode" and "Default mode"): {"COSE_Sign1_hex", "COSE_Key_hex"}, with
 *   --json-extended inside "output" and beside the secret key; {"signature", "publicKey"}; or two words of hexadecimal
 * - cardano-hw-cli's `message sign` (docs/message-signing.md): {"COSE_Sign1_hex", "COSE_Key_hex", ...}
 * - our own: {"<public key>": {"signature", "protectedHeader"?}}
 *
 * A text envelope of cardano-cli ({"type", "cborHex"}) holds a key, or a witness of a transaction, which signs no text.
 */

/** A signature as it was found, not judged yet. A key or a public key that was left out is to be known otherwise. */
export type FoundSignature =
  | { readonly kind: "raw"; readonly signature: string; readonly publicKey?: string }
  | { readonly kind: "cose"; readonly signature: string; readonly key?: string };

/** `isSecret`: it was a secret key, or had one in it. */
type Problem = { readonly problem: string; readonly isSecret?: true };

/** Longer is no signature: a COSE_Sign1 over one of our texts has less than a kilobyte. */
const MOST_CHARACTERS = 100_000;
const RAW_DIGITS = 128;
const HEX = /^([0-9a-f]{2})+$/i;
const PUBLIC_KEY = /^[0-9a-f]{64}$/i;
/** CIP-5: addr_sk, stake_xsk, ed25519e_sk and their like. */
const SECRET_WORD = /_x?sk1/i;

/** Reads what a person pasted: one signature, in any of the forms above. Secret keys are named, never taken. */
export function readPasted(pasted: string): FoundSignature | Problem {
  const text = pasted.trim();
  if (text === "") return { problem: "Paste a signature." };
  if (text.length > MOST_CHARACTERS) return { problem: "This is too long to be a signature." };
  if (text.startsWith("{") || text.startsWith("[")) return readJson(text);
  if (SECRET_WORD.test(text)) return { problem: SECRET, isSecret: true };
  const [signature = "", key, ...more] = text.split(/[\s,]+/).map((word) => word.replace(/^["']|["']$/g, ""));
  if (more.length > 0 || !HEX.test(signature) || (key !== undefined && !HEX.test(key))) return { problem: NO_FORM };
  return fromWords(signature, key);
}

function fromWords(signature: string, key: string | undefined): FoundSignature | Problem {
  if (signature.length === RAW_DIGITS) {
    if (key !== undefined && !PUBLIC_KEY.test(key)) return { problem: NO_FORM };
    return { kind: "raw", signature: signature.toLowerCase(), ...(key && { publicKey: key.toLowerCase() }) };
  }
  if (PUBLIC_KEY.test(signature)) {
    return { problem: "This is a key, and not a signature. If it is a secret one, tell it to nobody.", isSecret: true };
  }
  return { kind: "cose", signature, ...(key && { key }) };
}

function readJson(text: string): FoundSignature | Problem {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return { problem: "This begins like JSON, and is not. Copy it again, whole." };
  }
  const found = foreignSignatures(document) ?? ownForm(document);
  if (found === null) return { problem: NO_FORM };
  const [one, another] = found;
  if (!one || another) return { problem: `There are ${found.length} signatures in it. Paste the one of your key.` };
  return one;
}

/**
 * The signatures of wallets and tools in a document of JSON: one, or a list of them. Null where any is of no form of
 * theirs.
 */
export function foreignSignatures(document: unknown): readonly (FoundSignature | Problem)[] | null {
  const values: readonly unknown[] = Array.isArray(document) ? document : [document];
  const found = values.flatMap((value) => signatureIn(value) ?? []);
  return found.length > 0 && found.length === values.length ? found : null;
}

/** One signature of a wallet or a tool. Null where the value is of no form of theirs. */
function signatureIn(value: unknown): FoundSignature | Problem | null {
  if (!isRecord(value)) return null;
  const outer = value;
  const inner = isRecord(outer.output) ? outer.output : outer;
  if (isText(outer.secretKey) || isText(inner.secretKey)) return { problem: WITH_SECRET, isSecret: true };
  if (isText(outer.cborHex) && isText(outer.type)) return readEnvelope(outer.type);
  const [sign1, coseKey] = [inner.COSE_Sign1_hex, inner.COSE_Key_hex];
  if (isText(sign1)) return { kind: "cose", signature: sign1, ...(isText(coseKey) && { key: coseKey }) };
  const { signature, key, publicKey } = outer;
  if (!isText(signature)) return null;
  if (isText(key)) return { kind: "cose", signature, key };
  if (isText(publicKey)) return fromWords(signature, publicKey);
  return key === undefined && publicKey === undefined && signature.length !== RAW_DIGITS
    ? { kind: "cose", signature }
    : null;
}

function ownForm(document: unknown): readonly FoundSignature[] | null {
  if (!isRecord(document)) return null;
  const entries = Object.entries(document);
  const found = entries.flatMap(([publicKey, entry]): FoundSignature[] => {
    if (!PUBLIC_KEY.test(publicKey) || !isRecord(entry) || !isText(entry.signature)) return [];
    const { signature, protectedHeader } = entry;
    if (protectedHeader === undefined) return [{ kind: "raw", signature, publicKey }];
    return isText(protectedHeader) ? [{ kind: "cose", ...toSignData(publicKey, protectedHeader, signature) }] : [];
  });
  return found.length > 0 && found.length === entries.length ? found : null;
}

/** A COSE_Sign1 without its payload, and its COSE_Key, of the parts that we keep. The parts are judged as they are read. */
function toSignData(publicKey: Hex, header: Hex, signature: Hex): { signature: Hex; key: Hex } {
  const bytes = (header.length / 2).toString(16).padStart(2, "0");
  return { signature: `8458${bytes}${header}a0f65840${signature}`, key: `a4010103272006215820${publicKey}` };
}

/** What it says, unjudged: for who knows the text only later. */
export function toSignedText(found: FoundSignature): SignedText | Problem {
  if (found.kind === "raw") {
    const { publicKey, signature } = found;
    const envelope: Envelope = { kind: "raw", signature };
    return publicKey === undefined ? { problem: "There is no public key in it." } : { publicKey, envelope };
  }
  const read = parseSignData(found);
  if ("problem" in read) return read;
  const { publicKey, envelope } = read;
  return publicKey === null ? { problem: "There is no key in it: give the COSE_Key too." } : { publicKey, envelope };
}

function readEnvelope(type: string): Problem {
  if (/SigningKey/i.test(type)) return { problem: SECRET, isSecret: true };
  if (/VerificationKey/i.test(type)) return { problem: "This is a public key of cardano-cli, and not a signature." };
  return { problem: "This text envelope of cardano-cli is about a transaction. It signs no text." };
}

const SECRET = "This is a secret key. Nothing of it was sent. Keep it to yourself, and give a signature.";
const WITH_SECRET =
  "There is a secret key in it (cardano-signer writes one with --json-extended). Nothing of it was sent. Use --json, " +
  "and delete what you copied.";
const NO_FORM =
  "This is no signature that can be read: paste what signData, cardano-signer (--json) or cardano-hw-cli answered, or a " +
  "signature of 128 hexadecimal digits.";

const isText = (value: unknown): value is string => typeof value === "string";
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
