import { bytesToHex, hexToBytes } from "@noble/hashes/utils";
import { blake2b256 } from "../hash";
import type { Hex } from "../units";
import { cborHead } from "./write-cbor";

/** The key of Plutus V3 in the ledger's language views. */
const PLUTUS_V3 = "02";

/**
 * What a body says of redeemers and cost models (ledger: hashScriptIntegrity): the hash of the redeemers as they stand
 * in the witness set, no datums, and the language view of Plutus V3, `{2: [costs]}`, in its shortest form.
 */
export function scriptDataHash(redeemers: Hex, costModel: readonly number[]): Hex {
  const costs = costModel.map((cost) => (cost < 0 ? cborHead(1, BigInt(-1 - cost)) : cborHead(0, BigInt(cost))));
  const view = `a1${PLUTUS_V3}${cborHead(4, BigInt(costModel.length))}${costs.join("")}`;
  return bytesToHex(blake2b256(hexToBytes(redeemers + view)));
}
