import { addressToBytes, parseAddress } from "../cardano/address";
import { cborHead } from "../cardano/cbor";
import type { Hex, Lovelace } from "../units";
import type { PrizeAsset } from "./types";

/** Constant overhead of an output that the ledger charges for (Babbage: `coinsPerUTxOByte * (160 + size)`). */
const OUTPUT_OVERHEAD_BYTES = 160n;

/**
 * Why the pool may not pay this address, in words; null when it may. One unpayable output would block every
 * batch after it, so plans are refused that contain one. `allowedScripts` are hashes of native scripts that
 * were allow-listed one by one.
 */
export function checkRecipient(
  address: string,
  networkId: 0 | 1,
  policyId: Hex,
  allowedScripts: readonly Hex[] = [],
): string | null {
  const parsed = parseAddress(address);
  if ("problem" in parsed) return parsed.problem;
  if (parsed.kind !== "base" && parsed.kind !== "enterprise") {
    return `A ${parsed.kind} address cannot be paid; a base or enterprise address can.`;
  }
  if (parsed.networkId !== networkId) {
    return `The address belongs to ${parsed.networkId === 1 ? "mainnet" : "a test network"}, the pool does not.`;
  }
  if (parsed.payment.kind === "script") {
    if (parsed.payment.hash === policyId) return "The address is the pool's own.";
    if (!allowedScripts.includes(parsed.payment.hash)) return "The address is locked by a script not allow-listed.";
  }
  return null;
}

/**
 * The least lovelace an output to this address may carry, with these tokens in it: 4,310 x (160 + bytes) on
 * mainnet. Counts the legacy output format, `[address, value]`, in which batches are built.
 */
export function minimumOutputLovelace(
  output: { readonly address: string; readonly tokens: bigint },
  prizeAsset: PrizeAsset | null,
  coinsPerUtxoByte: bigint,
): Lovelace {
  const bytesAt = (lovelace: Lovelace) => outputBytes({ ...output, lovelace }, prizeAsset);
  // The amount is part of the size: grow until it pays for itself.
  let lovelace = 0n;
  for (;;) {
    const needed = coinsPerUtxoByte * (OUTPUT_OVERHEAD_BYTES + BigInt(bytesAt(lovelace)));
    if (needed <= lovelace) return lovelace;
    lovelace = needed;
  }
}

/** Bytes of the output `[address, value]` in a transaction. */
export function outputBytes(
  output: { readonly address: string; readonly lovelace: Lovelace; readonly tokens: bigint },
  prizeAsset: PrizeAsset | null,
): number {
  const headBytes = (argument: bigint) => cborHead(0, argument).length / 2;
  const addressLength = addressToBytes(output.address).length;
  const fixed = 1 + headBytes(BigInt(addressLength)) + addressLength + headBytes(output.lovelace);
  if (output.tokens === 0n) return fixed;
  if (!prizeAsset) throw new Error(`${output.address} is owed tokens, but the pool has no prize asset`);
  const nameLength = prizeAsset.assetName.length / 2;
  // [coin, {policy: {name: quantity}}]: three one-byte heads, a policy of 28 bytes with a two-byte head.
  return fixed + 3 + 30 + headBytes(BigInt(nameLength)) + nameLength + headBytes(output.tokens);
}
