import { randomBytes } from "node:crypto";
import { bytesToHex, hexToBytes } from "@noble/hashes/utils";
import { CML } from "@/server/chain/transaction/cml";
import type { TransactionSigner } from "@/server/domain/ports";
import type { Hex } from "@/server/domain/units";

/** A key that signs transactions. `keyHash` is blake2b-224 of the public key, as in addresses. */
export type SigningKey = TransactionSigner & { readonly keyHash: Hex };

const SECRET_BYTES = 32;
const EXTENDED_SECRET_BYTES = 64;

/** From an ed25519 secret of 32 bytes, or an extended one of 64 as wallets derive them (CIP-1852, BIP32-Ed25519). */
export function keyFromSecret(secret: Uint8Array): SigningKey {
  if (secret.length === SECRET_BYTES) return toSigningKey(CML.PrivateKey.from_normal_bytes(secret));
  if (secret.length === EXTENDED_SECRET_BYTES) return toSigningKey(CML.PrivateKey.from_extended_bytes(secret));
  throw new RangeError(
    `a secret key must have ${SECRET_BYTES} or ${EXTENDED_SECRET_BYTES} bytes, not ${secret.length}`,
  );
}

/** A new random key, with its secret. */
export function createKey(): { readonly secret: Uint8Array; readonly key: SigningKey } {
  const secret = new Uint8Array(randomBytes(SECRET_BYTES));
  return { secret, key: keyFromSecret(secret) };
}

/** From the bech32 text of a secret key: `ed25519_sk` or `ed25519e_sk` (CIP-5). */
export function keyFromBech32(text: string): SigningKey {
  return toSigningKey(CML.PrivateKey.from_bech32(text));
}

function toSigningKey(secret: CML.PrivateKey): SigningKey {
  const key = secret.to_public();
  const publicKey = bytesToHex(key.to_raw_bytes());
  const keyHash = key.hash().to_hex();
  key.free();
  return {
    keyHash,
    publicKey: () => publicKey,
    signTransactionId(txHash) {
      const signature = secret.sign(hexToBytes(txHash));
      const hex = signature.to_hex();
      signature.free();
      return hex;
    },
  };
}
