import { hexToBytes, utf8ToBytes } from "@noble/hashes/utils";
import { judgeSignature } from "../cardano/ed25519";
import { toHex } from "../cardano/hex-bytes";
import type { Approval, Envelope, Settings } from "../contract/types";
import { blake2b224 } from "../hash";
import { unless } from "../problems";
import type { Hex } from "../units";
import { textHex } from "./act-data";

/* Whose signatures there are: contracts/lib/approval.ak, and the ledger's witnesses. */

export const keyHash = (publicKey: Hex): Hex => toHex(blake2b224(hexToBytes(publicKey)));

/** Whether the key's owner has signed the text, bare or as wallets do (CIP-8, RFC 9052). */
export function hasSigned(key: Hex, envelope: Envelope, text: string): boolean {
  const message = envelope.kind === "raw" ? utf8ToBytes(text) : structure(envelope.protectedHeader, text);
  return message !== null && isRight(key, envelope.signature, message);
}

export function isRight(key: Hex, signature: Hex, message: Uint8Array): boolean {
  if (key.length !== 64 || signature.length !== 128) return false;
  return judgeSignature(hexToBytes(signature), message, hexToBytes(key)) === "right";
}

/** `["Signature1", header, "", text]`: a header and a text of 24 to 255 bytes, each with one byte of length. */
function structure(header: Hex, text: string): Uint8Array | null {
  const parts = [header, textHex(text)].map((part) => {
    const length = part.length / 2;
    return length >= 24 && length <= 255 ? `58${length.toString(16)}${part}` : null;
  });
  const [first, last] = parts;
  return first && last ? hexToBytes(`846a5369676e617475726531${first}40${last}`) : null;
}

/** Each names a higher index than the one before, so nobody counts twice; one bad signature spoils all. */
export function checkApprovals(
  { approvers, threshold }: Settings,
  approvals: readonly Approval[],
  text: string,
): string[] {
  let last = -1;
  const problems = approvals.flatMap(({ index, envelope }) => {
    const key = approvers[index];
    const isNext = index > last;
    last = index;
    if (!isNext || key === undefined) return [`approval ${index} is nobody's, or out of order`];
    return unless(hasSigned(key, envelope, text), `approver ${index} has not signed "${text}"`);
  });
  const enough = approvals.length >= threshold;
  return [...problems, ...unless(enough, `${approvals.length} approvals are there, ${threshold} are needed`)];
}
