import { ed25519 } from "@noble/curves/ed25519";
import { bytesToNumberLE, numberToBytesLE } from "@noble/curves/utils";
import { sha512 } from "@noble/hashes/sha2";
import { concatBytes } from "@noble/hashes/utils";

const { Point } = ed25519;
const L = Point.Fn.ORDER;
/** A point of order 8: libsodium's list of points of small order has it. */
const TORSION = Point.fromHex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a");

/** The multiples of a point of order 8: all points of small order. */
export const SMALL_ORDER = Array.from({ length: 8 }, (_, times) =>
  times === 0 ? Point.ZERO : TORSION.multiplyUnsafe(BigInt(times)),
);

export const scalarOf = (bytes: Uint8Array): bigint => bytesToNumberLE(bytes) % L;

export type Oddly = {
  readonly secret: bigint;
  readonly nonce: bigint;
  /** How often the point of order 8 is added. */
  readonly addToKey: number;
  readonly addToR: number;
};

/** Signs by a secret scalar, with all that a signer can choose. With 0 twice, an ordinary signature. */
export function signOddly(message: Uint8Array, { secret, nonce, addToKey, addToR }: Oddly) {
  const small = (times: number) => SMALL_ORDER[times % 8] ?? Point.ZERO;
  const publicKey = Point.BASE.multiply(secret).add(small(addToKey)).toBytes();
  const r = Point.BASE.multiply(nonce).add(small(addToR)).toBytes();
  const h = scalarOf(sha512(concatBytes(r, publicKey, message)));
  return { publicKey, signature: concatBytes(r, numberToBytesLE((nonce + h * secret) % L, 32)) };
}
