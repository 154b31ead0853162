import { ed25519 } from "@noble/curves/ed25519";

/*
 * Signatures as the ledger judges them. Nodes verify with libsodium 1.0.18 (crypto_sign_verify_detached; Plutus'
 * verifyEd25519Signature too): S < L; A canonical and not of small order; R not of small order, and byte for byte
 * S·B − h·A. RFC 8032 leaves room, so libraries differ: @noble/curves multiplies by the cofactor, which lets R and A
 * have parts of small order, and OpenSSL takes the identity ("Taming the many EdDSAs", 2020, has the cases).
 */

export type Verdict =
  | "right"
  /** It is not this key's signature of this message. */
  | "wrong"
  /** Some programs take it, and the ledger does not. */
  | "not-strict";

/**
 * Judges a signature of 64 bytes by a key of 32. Stricter than libsodium in one thing: a key with a part of small
 * order, which no honest program makes, is never right.
 */
export function judgeSignature(signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array): Verdict {
  if (isVerified(signature, message, publicKey, false)) {
    const isSound = [publicKey, signature.subarray(0, 32)].every(isOfPrimeOrder);
    return isSound ? "right" : "not-strict";
  }
  return isVerified(signature, message, publicKey, true) ? "not-strict" : "wrong";
}

/** Without parts of small order the equation with the cofactor holds exactly where the one without it does. */
function isOfPrimeOrder(encoded: Uint8Array): boolean {
  const point = ed25519.Point.fromBytes(encoded, false);
  return !point.isSmallOrder() && point.isTorsionFree();
}

/** With the cofactor. `zip215` also takes encodings that are not canonical. */
function isVerified(signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array, zip215: boolean): boolean {
  try {
    return ed25519.verify(signature, message, publicKey, { zip215 });
  } catch {
    return false;
  }
}
