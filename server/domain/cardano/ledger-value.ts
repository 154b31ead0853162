import type { AssetUnit, Hex, Lovelace } from "../units";
import { byteString, hex, integer, tuple, UINT64_MAX, uniqueKeys } from "./cbor-shape";
import { toHex } from "./hex-bytes";
import type { CborItem } from "./read-cbor";

const POLICY_BYTES = 28;
const ASSET_NAME_BYTES = 32;
const INT64_LIMIT = 1n << 63n;

export type LedgerValue = { readonly lovelace: Lovelace; readonly assets: Readonly<Record<AssetUnit, bigint>> };

/** `coin`, or `[coin, multiasset]` since Mary. */
export function readValue(item: CborItem | undefined): LedgerValue {
  if (item?.kind !== "array") return { lovelace: integer(item, "an output's lovelace"), assets: {} };
  const [lovelace, assets] = tuple(item, "a value", 2);
  return {
    lovelace: integer(lovelace, "an output's lovelace"),
    assets: readAssets(assets, "an output's tokens", 0n, UINT64_MAX),
  };
}

/** Negative where tokens are burnt. */
export function readMint(item: CborItem): LedgerValue["assets"] {
  return readAssets(item, "the mint", -INT64_LIMIT, INT64_LIMIT - 1n);
}

/** `{policy: {name: quantity}}`. Before Conway a quantity could be 0, which says nothing. */
function readAssets(item: CborItem | undefined, what: string, least: bigint, most: bigint): LedgerValue["assets"] {
  const found: Record<AssetUnit, bigint> = {};
  for (const [policy, names] of uniqueKeys(item, what, readPolicy)) {
    for (const [name, quantity] of uniqueKeys(names, `${what} of policy ${policy}`, readName)) {
      const amount = integer(quantity, `a quantity in ${what}`, most, least);
      if (amount !== 0n) found[policy + name] = amount;
    }
  }
  return found;
}

function readPolicy(item: CborItem): Hex {
  return hex(item, "a policy id", POLICY_BYTES);
}

function readName(item: CborItem): Hex {
  return toHex(byteString(item, "an asset name", ASSET_NAME_BYTES));
}
