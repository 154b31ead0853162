import { bytesToHex, hexToBytes } from "@noble/hashes/utils";
import { type CborItem, readCbor } from "../cardano/read-cbor";
import type { Hex } from "../units";
import type { SignedText } from "./approval";
import { type GivenSignature, readGivenOf } from "./given-signature";
import { hasSecret, parseSignData } from "./sign-data";
import type { Envelope } from "./types";

/*
 * Signatures in the forms in which wallets and tools print them:
 *
 * - CIP-30's `signData`: {"signature": COSE_Sign1, "key": COSE_Key}, or before 2022 the COSE_Sign1 alone
 * - cardano-signer 1.35 (README, "CIP-8 / CIP-30 mode" and "Default mode"): {"COSE_Sign1_hex", "COSE_Key_hex"}, with
 *   --json-extended inside "output" and beside the secret key; {"signature", "publicKey"}; or two words of hexadecimal
 * - cardano-hw-cli's `message sign` (its document of message signing): {"COSE_Sign1_hex", "COSE_Key_hex", ...}
 * - our own: {"<public key>": {"signature", "protectedHeader"?}}
 *
 * - cardano-cli's text envelope of a witness: {"type": "TxWitness ...", "cborHex": [key, signature]}. The tool itself
 *   signs transactions alone, so one counts only if another tool wrote it over the text
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

/**
 * The signature of `publicKey` over `text` in what a person pasted, in any of the forms above; of several the one that
 * counts. Judged as the server judges it, so that it may be checked before anything is sent. `tool` is what the record
 * says. Secret keys are named, never taken.
 */
export function takePasted(pasted: string, text: string, publicKey: Hex, tool: string): GivenSignature | Problem {
  const found = readPasted(pasted);
  const secret = found.find((one): one is Problem => "problem" in one && one.isSecret === true);
  if (secret) return secret;
  let first: Problem | null = null;
  for (const one of found) {
    const given = "problem" in one ? one : { ...toGiven(one, "", publicKey), tool };
    const judged = "problem" in given ? given : readGivenOf(given, text, publicKey);
    if (!("problem" in given) && !("problem" in judged)) return bareOf(given, judged);
    if ("problem" in judged) first ??= { problem: judged.problem };
  }
  return first ?? { problem: NO_FORM };
}

/** What is judged, and nothing that came with it: no payload, no unprotected header, no other part of the key. */
function bareOf(given: GivenSignature, { publicKey, envelope }: SignedText): GivenSignature {
  if (given.kind !== "cip30" || envelope.kind !== "cip8") return given;
  return { ...given, ...toSignData(publicKey, envelope.protectedHeader, envelope.signature) };
}

/** With what made it, and whose it is if it does not say that itself. */
export function toGiven(found: FoundSignature, wallet: string, publicKey: Hex): GivenSignature {
  if (found.kind === "raw") {
    const { signature, publicKey: its = publicKey } = found;
    return { kind: "raw", signature, publicKey: its, tool: `wallet ${wallet}` };
  }
  const { kind: _kind, ...signed } = found;
  return { kind: "cip30", ...signed, wallet };
}

/** All signatures in what a person pasted or a wallet answered, unjudged. */
export function readPasted(pasted: string): readonly (FoundSignature | Problem)[] {
  const text = pasted.trim();
  if (text === "") return [{ problem: "Paste a signature." }];
  if (text.length > MOST_CHARACTERS) return [{ problem: "This is too long to be a signature." }];
  if (text.startsWith("{") || text.startsWith("[")) return readJson(text);
  if (SECRET_WORD.test(text)) return [{ problem: SECRET, isSecret: true }];
  const [signature = "", key, ...more] = text.split(/[\s,]+/).map((word) => word.replace(/^["']|["']$/g, ""));
  const isHex = HEX.test(signature) && (key === undefined || HEX.test(key));
  return [more.length > 0 || !isHex ? { problem: NO_FORM } : fromWords(signature, key)];
}

function fromWords(signature: string, key: string | undefined): FoundSignature | Problem {
  if (signature.length === RAW_DIGITS) {
    if (key !== undefined && !PUBLIC_KEY.test(key)) return { problem: NO_FORM };
    return { kind: "raw", signature: signature.toLowerCase(), ...(key && { publicKey: key.toLowerCase() }) };
  }
  if (PUBLIC_KEY.test(signature)) {
    return { problem: "This is a key, and not a signature. If it is a secret one, tell it to nobody.", isSecret: true };
  }
  return cose(signature, key);
}

/** A key that came with its secret half is not taken, and neither is one that stands in the signature's place. */
function cose(signature: string, key?: string): FoundSignature | Problem {
  const isSecret = hasSecret(signature) || (key !== undefined && hasSecret(key));
  return isSecret ? { problem: WITH_SECRET, isSecret } : { kind: "cose", signature, ...(key && { key }) };
}

function readJson(text: string): readonly (FoundSignature | Problem)[] {
  try {
    const document: unknown = JSON.parse(text);
    return foreignSignatures(document) ?? ownForm(document) ?? [{ problem: NO_FORM }];
  } catch {
    return [{ problem: "This begins like JSON, and is not. Copy it again, whole." }];
  }
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
  if (isText(outer.cborHex) && isText(outer.type)) return readEnvelope(outer.type, outer.cborHex);
  const [sign1, coseKey] = [inner.COSE_Sign1_hex, inner.COSE_Key_hex];
  if (isText(sign1)) return cose(sign1, isText(coseKey) ? coseKey : undefined);
  const { signature, key, publicKey } = outer;
  if (!isText(signature)) return null;
  if (isText(key)) return cose(signature, key);
  if (isText(publicKey)) return fromWords(signature, publicKey);
  return key === undefined && publicKey === undefined && signature.length !== RAW_DIGITS ? cose(signature) : null;
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

/** A COSE_Sign1 without its payload, and its COSE_Key, of the parts that we keep. They are judged as they are read. */
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

function readEnvelope(type: string, cborHex: string): FoundSignature | Problem {
  if (/SigningKey/i.test(type)) return { problem: SECRET, isSecret: true };
  if (/VerificationKey/i.test(type)) return { problem: "This is a public key of cardano-cli, and not a signature." };
  try {
    // cardano-cli wraps the pair once more: [0, [key, signature]].
    const outer = itemsOf(readCbor(hexToBytes(cborHex.trim().toLowerCase())));
    const [key, signature] = outer[0]?.kind === "int" ? itemsOf(outer[1]) : outer;
    if (key?.kind === "bytes" && signature?.kind === "bytes") {
      return { kind: "raw", publicKey: bytesToHex(key.value), signature: bytesToHex(signature.value) };
    }
  } catch {
    // Said below.
  }
  return { problem: "This text envelope of cardano-cli holds no key with its signature." };
}

const itemsOf = (item: CborItem | undefined): readonly CborItem[] => (item?.kind === "array" ? item.items : []);

const SECRET = "This is a secret key. Nothing of it was sent. Keep it to yourself, and give a signature.";
const WITH_SECRET =
  "There is a secret key in it (cardano-signer writes one with --json-extended). Nothing of it was sent. Give the " +
  "signature without it (--json), and delete what you copied.";
const NO_FORM =
  "This is no signature that can be read: paste what signData, cardano-signer (--json) or cardano-hw-cli answered, or a " +
  "signature of 128 hexadecimal digits.";

const isText = (value: unknown): value is string => typeof value === "string";
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
