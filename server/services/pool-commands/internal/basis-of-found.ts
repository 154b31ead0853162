import { makeAddress } from "@/server/domain/cardano/address";
import type { PoolState } from "@/server/domain/contract/read-pool";
import type { ChainSource, TxOutput } from "@/server/domain/ports";
import type { Hex } from "@/server/domain/units";
import { ServiceError } from "../../errors";
import { requireCollateral, type SpendBasis } from "../../pool/spend-basis";
import type { FoundPool } from "../find-pool";

export type FoundBasis = {
  readonly pool: PoolState;
  readonly basis: SpendBasis;
  /** All that is at `address`, where the collateral is. */
  readonly wallet: readonly TxOutput[];
  readonly address: string;
};

/**
 * What spends of a found pool are built from. The collateral is that of the key with this hash, or of the pool's
 * operator: no key is needed to find it. Throws ServiceError: `wrong-state` if the pool takes nothing, in words for
 * `what` is wanted, and where there is no collateral.
 */
export async function basisOfFound(
  source: ChainSource,
  found: FoundPool,
  { what, keyHash }: { readonly what: "acts" | "deposits"; readonly keyHash?: Hex },
): Promise<FoundBasis> {
  const { pool, script, referenceScripts, rewardsLovelace, chain } = found;
  if (!pool || rewardsLovelace === null) throw new ServiceError("wrong-state", `the pool takes no ${what}`);
  const address = makeAddress(script.networkId, { kind: "key", hash: keyHash ?? pool.datum.operator }, null);
  const wallet = await source.unspentOutputs(address);
  const collateral = requireCollateral(wallet, address, chain.parameters.collateralPercent);
  return { pool, basis: { script, referenceScripts, rewardsLovelace, collateral, chain }, wallet, address };
}
