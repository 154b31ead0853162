import { addressToBytes } from "../cardano/address";
import type { Lovelace } from "../units";

/** The ledger counts a UTxO entry besides the output's own bytes (Babbage ledger specification, `utxoEntrySize`). */
const ENTRY_OVERHEAD_BYTES = 160n;

/**
 * Bytes of a legacy output `[address, coin]` (Alonzo to Conway CDDL), as the pool pays it: an array head, the address
 * as a byte string, the coin as an unsigned integer.
 */
export function outputSizeBytes(address: string, lovelace: Lovelace): bigint {
  const length = addressToBytes(address).length;
  return 1n + BigInt(length < 24 ? 1 : length < 256 ? 2 : 3) + BigInt(length) + coinSizeBytes(lovelace);
}

function coinSizeBytes(lovelace: Lovelace): bigint {
  if (lovelace < 24n) return 1n;
  if (lovelace < 1n << 8n) return 2n;
  if (lovelace < 1n << 16n) return 3n;
  return lovelace < 1n << 32n ? 5n : 9n;
}

/** Whether the ledger accepts an output of this amount: at least (160 + its bytes) x coinsPerUtxoByte. */
export function isPayableAmount(address: string, lovelace: Lovelace, coinsPerUtxoByte: bigint): boolean {
  return lovelace > 0n && lovelace >= (ENTRY_OVERHEAD_BYTES + outputSizeBytes(address, lovelace)) * coinsPerUtxoByte;
}

/** The least lovelace that an output to this address may hold, to tell a player what is missing. */
export function minimumOutputLovelace(address: string, coinsPerUtxoByte: bigint): Lovelace {
  let lovelace = 1n;
  // The size grows with the amount: this climbs to the first amount that is enough.
  while (!isPayableAmount(address, lovelace, coinsPerUtxoByte)) {
    lovelace = (ENTRY_OVERHEAD_BYTES + outputSizeBytes(address, lovelace)) * coinsPerUtxoByte;
  }
  return lovelace;
}
