import { type Credential, parseAddress } from "../cardano/address";
import { constr, type PlutusData, serialiseData } from "../cardano/plutus-data";
import type { Hex } from "../units";
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

/**
 * The bytes of `payoutToData`, as `serialiseData` makes them. A plan may have a million payouts, nearly all of ADA
 * alone: those are written directly.
 */
export function serialisePayout(payout: Payout, prizeAsset: PrizeAsset | null): Hex {
  const { address, lovelace, tokens } = payout;
  if (tokens !== 0n) return serialiseData(payoutToData(payout, prizeAsset));
  const { payment, stake } = payableParts(address);
  const owner = stake ? fields(0, fields(0, credentialHex(stake))) : "d87a80";
  const value = `a140a140${serialiseData(lovelace)}`;
  return fields(0, `${fields(0, credentialHex(payment) + owner)}${value}d87980d87a80`);
}

function credentialHex({ kind, hash }: Credential): Hex {
  return fields(kind === "key" ? 0 : 1, `581c${hash}`);
}

/** A constructor with fields. */
function fields(index: 0 | 1, content: Hex): Hex {
  return `${index === 0 ? "d8799f" : "d87a9f"}${content}ff`;
}

function addressToData(address: string): PlutusData {
  const { payment, stake } = payableParts(address);
  return constr(0, credentialToData(payment), stake ? constr(0, stakingHash(stake)) : constr(1));
}

/** Throws for an address that the pool cannot pay. */
function payableParts(address: string): { readonly payment: Credential; readonly stake: Credential | null } {
  const parsed = parseAddress(address);
  if ("problem" in parsed) throw new Error(`${address}: ${parsed.problem}`);
  if (parsed.kind !== "base" && parsed.kind !== "enterprise") {
    throw new Error(`${address}: a ${parsed.kind} address cannot be paid by the pool`);
  }
  return { payment: parsed.payment, stake: parsed.kind === "base" ? parsed.stake : null };
}

/** `StakingHash credential`; pointers (constructor 1) are never paid. */
function stakingHash(credential: Credential): PlutusData {
  return constr(0, credentialToData(credential));
}
