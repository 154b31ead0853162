import { bytesToHex } from "@noble/hashes/utils";
import type { AssetUnit, Lovelace } from "../units";
import { byteString, hex, integer, tuple, uniqueKeys } from "./cbor-shape";
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
    assets: readAssets(assets, "an output's tokens", (quantity, what) => integer(quantity, what)),
  };
}

/** Negative where tokens are burnt. */
export function readMint(item: CborItem): LedgerValue["assets"] {
  return readAssets(item, "the mint", (quantity, what) => integer(quantity, what, INT64_LIMIT - 1n, -INT64_LIMIT));
}

/** `{policy: {name: quantity}}`. Before Conway a quantity could be 0, which says nothing. */
function readAssets(
  item: CborItem | undefined,
  what: string,
  quantityOf: (item: CborItem, what: string) => bigint,
): LedgerValue["assets"] {
  const found: Record<AssetUnit, bigint> = {};
  for (const [policy, names] of uniqueKeys(item, what, (key) => hex(key, "a policy id", POLICY_BYTES))) {
    const assetName = (key: CborItem) => bytesToHex(byteString(key, "an asset name", ASSET_NAME_BYTES));
    for (const [name, quantity] of uniqueKeys(names, `${what} of policy ${policy}`, assetName)) {
      const amount = quantityOf(quantity, `the quantity of ${policy}${name} in ${what}`);
      if (amount !== 0n) found[policy + name] = amount;
    }
  }
  return found;
}
