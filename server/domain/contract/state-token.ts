import type { AssetUnit, Hex } from "../units";

/** Asset name of the state token, the same in every pool; the policy id tells pools apart. ASCII "POOL". */
export const STATE_TOKEN_NAME: Hex = "504f4f4c";

/** The unit by which a pool is found: exactly one of it exists, in the pool's output. */
export function stateTokenUnit(policyId: Hex): AssetUnit {
  return policyId + STATE_TOKEN_NAME;
}
