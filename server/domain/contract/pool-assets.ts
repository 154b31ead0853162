import type { PlainOutput } from "../cardano/minimum-output";
import type { AssetUnit, Hex } from "../units";
import { stateTokenUnit } from "./state-token";
import type { Payout, PrizeAsset } from "./types";

/* What the contract's outputs hold, with assets by unit as chain sources write them. */

export function prizeAssetUnit(asset: Pick<PrizeAsset, "policyId" | "assetName">): AssetUnit {
  return asset.policyId + asset.assetName;
}

/** Assets of a pool that holds this many tokens, the state token included. */
export function poolAssets(
  policyId: Hex,
  prizeAsset: Pick<PrizeAsset, "policyId" | "assetName"> | null,
  tokens: bigint,
): Record<AssetUnit, bigint> {
  const assets: Record<AssetUnit, bigint> = { [stateTokenUnit(policyId)]: 1n };
  if (tokens === 0n) return assets;
  if (!prizeAsset) throw new Error("a pool without a prize asset cannot hold tokens");
  return { ...assets, [prizeAssetUnit(prizeAsset)]: tokens };
}

/** The output of a payout. */
export function payoutOutput(
  { address, lovelace, tokens }: Payout,
  prizeAsset: PrizeAsset | null,
): Required<PlainOutput> {
  if (tokens === 0n) return { address, lovelace, assets: {} };
  if (!prizeAsset) throw new Error(`${address} is owed tokens, but the pool has no prize asset`);
  return { address, lovelace, assets: { [prizeAssetUnit(prizeAsset)]: tokens } };
}
