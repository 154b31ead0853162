import { concatBytes, hexToBytes, utf8ToBytes } from "@noble/hashes/utils";
import { judgeSignature, type Verdict } from "../cardano/ed25519";
import { textHashOf } from "../cardano/text-hash";
import type { Hex } from "../units";
import type { Approval, Envelope } from "./types";

/*
 * Signatures over approval texts: raw ed25519, or CIP-8 / CIP-30 `signData` (COSE_Sign1, RFC 9052) with the
 * full text as payload. The contract accepts nothing else, so neither does this.
 */

export const MIN_HEADER_BYTES = 24;
export const MAX_HEADER_BYTES = 255;

export type SignedText = { readonly publicKey: Hex; readonly envelope: Envelope };

/** Whether the contract would count this signature of this key over this text, as the ledger judges signatures. */
export function judgeEnvelope(publicKey: Hex, envelope: Envelope, text: string): Verdict {
  return judgePayload(publicKey, envelope, utf8ToBytes(text));
}

export function verifyEnvelope(publicKey: Hex, envelope: Envelope, text: string): boolean {
  return judgeEnvelope(publicKey, envelope, text) === "right";
}

/** Whether it is over the text's hash, as devices sign a long text (CIP-8, "hashed"). The contract never counts it. */
export function isOverHash(publicKey: Hex, envelope: Envelope, text: string): boolean {
  return judgePayload(publicKey, envelope, hexToBytes(textHashOf(text))) !== "wrong";
}

function judgePayload(publicKey: Hex, envelope: Envelope, payload: Uint8Array): Verdict {
  if (!/^[0-9a-f]{64}$/.test(publicKey) || !/^[0-9a-f]{128}$/.test(envelope.signature)) return "wrong";
  const message = signedBytes(envelope, payload);
  return message ? judgeSignature(hexToBytes(envelope.signature), message, hexToBytes(publicKey)) : "wrong";
}

function signedBytes(envelope: Envelope, payload: Uint8Array): Uint8Array | null {
  if (envelope.kind === "raw") return payload;
  const header = hexToBytes(envelope.protectedHeader);
  if (!fitsOneByteLength(header) || !fitsOneByteLength(payload)) return null;
  return signatureStructure(header, payload);
}

export function fitsOneByteLength(bytes: Uint8Array): boolean {
  return bytes.length >= MIN_HEADER_BYTES && bytes.length <= MAX_HEADER_BYTES;
}

/** RFC 9052, 4.4: ["Signature1", protected header, external data (none), payload], 24 to 255 bytes each. */
export function signatureStructure(header: Uint8Array, payload: Uint8Array): Uint8Array {
  const item = (bytes: Uint8Array) => concatBytes(new Uint8Array([0x58, bytes.length]), bytes);
  return concatBytes(hexToBytes("846a5369676e617475726531"), item(header), hexToBytes("40"), item(payload));
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
