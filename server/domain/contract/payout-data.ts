import { type Credential, parseAddress } from "../cardano/address";
import { constr, type PlutusData } from "../cardano/plutus-data";
import { credentialToData } from "./settings";
import type { Payout, PrizeAsset } from "./types";

/** An output as a Plutus V3 script sees it: address, value, no datum, no reference script. */
export function payoutToData(payout: Payout, prizeAsset: PrizeAsset | null): PlutusData {
  const value: [PlutusData, PlutusData][] = [["", { pairs: [["", payout.lovelace]] }]];
  if (payout.tokens !== 0n) {
    if (!prizeAsset) throw new Error(`${payout.address} is owed tokens, but the pool has no prize asset`);
    value.push([prizeAsset.policyId, { pairs: [[prizeAsset.assetName, payout.tokens]] }]);
  }
  return constr(0, addressToData(payout.address), { pairs: value }, constr(0), constr(1));
}

function addressToData(address: string): PlutusData {
  const parsed = parseAddress(address);
  if ("problem" in parsed) throw new Error(`${address}: ${parsed.problem}`);
  if (parsed.kind !== "base" && parsed.kind !== "enterprise") {
    throw new Error(`${address}: a ${parsed.kind} address cannot be paid by the pool`);
  }
  const stake = parsed.kind === "base" ? constr(0, stakingHash(parsed.stake)) : constr(1);
  return constr(0, credentialToData(parsed.payment), stake);
}

/** `StakingHash credential`; pointers (constructor 1) are never paid. */
function stakingHash(credential: Credential): PlutusData {
  return constr(0, credentialToData(credential));
}
