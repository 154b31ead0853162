import type { AssetUnit, Hex } from "../units";

/* An asset's unit is its policy id (28 bytes) and its name, in one hexadecimal text. */

const POLICY_HEX_DIGITS = 56;

export function policyIdOf(unit: AssetUnit): Hex {
  return unit.slice(0, POLICY_HEX_DIGITS);
}

export function assetNameOf(unit: AssetUnit): Hex {
  return unit.slice(POLICY_HEX_DIGITS);
}
