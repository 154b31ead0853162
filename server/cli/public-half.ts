import { enterpriseAddress } from "@/server/domain/cardano/address";
import { keyHashOf } from "@/server/domain/cardano/key-hash";
import { networkIdOf } from "@/server/domain/cardano/network";
import type { Hex } from "@/server/domain/units";

/** What is told of a key: its public half, and its address where a network is named. */
export function publicHalf(publicKey: Hex, networkMagic: number | null) {
  const address = networkMagic === null ? {} : { address: enterpriseAddress(networkIdOf(networkMagic), publicKey) };
  return { publicKey, keyHash: keyHashOf(publicKey), ...address };
}
