import { addressText, addressToBytes, parseAddress } from "../cardano/address";
import type { Hex } from "../units";
import { ownerOf } from "./may-pay";

export type DepositorAddress =
  | { readonly ok: true; readonly address: string }
  | { readonly ok: false; readonly problem: string };

/**
 * Reads an address that a deposit comes from, or its change goes back to, in any spelling (wallets write hex), and
 * gives it as the chain's sources write it. It must be a key's on the pool's network, and not the operator's: what is
 * at the operator's address pays for nobody's deposit.
 */
export function readDepositorAddress(text: string, networkId: 0 | 1, operator: Hex): DepositorAddress {
  const parsed = parseAddress(text);
  const refuse = (problem: string): DepositorAddress => ({ ok: false, problem });
  if ("problem" in parsed) return refuse(parsed.problem);
  if (parsed.kind === "byron" || parsed.networkId !== networkId) {
    return refuse("This address is not on the pool's network. Use an address of the pool's network.");
  }
  const address = addressText(addressToBytes(text));
  const [owner] = ownerOf({ address });
  if (owner === undefined) return refuse("This is no payment address of a key. Use an address of a wallet with keys.");
  if (owner === operator) {
    return refuse("This is the operator's own address. Its deposits are made by npm run pool -- deposit with its key.");
  }
  return { ok: true, address };
}
