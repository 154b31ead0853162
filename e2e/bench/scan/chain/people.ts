import { addressText } from "@/server/domain/cardano/address";
import { type Address, playerOf } from "@/server/testing/scan/chain/people";
import type { Ref } from "@/server/testing/scan/chain/transaction";

/** Somebody with one coin of ADA that changes with each payment, and coins with tokens. */
export type Person = { readonly address: Address; coin: Coin; tokens: TokenCoin[] };
export type Coin = { readonly ref: Ref; readonly lovelace: bigint };
export type TokenCoin = Coin & { readonly quantity: bigint };

/** A base address with its own keys (CIP-19, type 0). What stands for their hashes only has to differ. */
export function addressOf(number: number): Address {
  const bytes = new Uint8Array(57);
  const view = new DataView(bytes.buffer);
  for (let at = 1; at < 57; at += 4) view.setUint32(at, Math.imul(number * 61 + at, 2_654_435_761));
  view.setUint32(1, number);
  view.setUint32(29, number);
  return { bytes, text: addressText(bytes), player: playerOf(bytes.subarray(29)) };
}
