import { hexToBytes } from "@noble/hashes/utils";
import type { AssetUnit, Hex, Lovelace } from "../units";
import { addressFromBytes } from "./address";
import { arrayOf, fieldsByKey, hex, int } from "./cbor-shape";
import type { CborItem } from "./read-cbor";

export type DecodedOutput = {
  readonly address: string;
  readonly lovelace: Lovelace;
  readonly assets: Readonly<Record<AssetUnit, bigint>>;
  readonly inlineDatum: Hex | null;
  readonly datumHash: Hex | null;
  readonly hasReferenceScript: boolean;
};

/** `[address, value, datum hash?]` or `{0: address, 1: value, 2: datum, 3: script}`. */
export function output(item: CborItem): DecodedOutput {
  if (item.kind === "array") {
    const [address, amount, datumHash] = item.items;
    return {
      address: addressOf(address),
      ...value(amount),
      inlineDatum: null,
      datumHash: datumHash ? hex(datumHash, "a datum hash") : null,
      hasReferenceScript: false,
    };
  }
  const fields = fieldsByKey(item, "an output");
  const datum = fields.get(2n);
  return {
    address: addressOf(fields.get(0n)),
    ...value(fields.get(1n)),
    ...(datum ? datumOption(datum) : { inlineDatum: null, datumHash: null }),
    hasReferenceScript: fields.has(3n),
  };
}

export function addressOf(item: CborItem | undefined): string {
  return addressFromBytes(hexToBytes(hex(item, "an address")));
}

function value(item: CborItem | undefined): Pick<DecodedOutput, "lovelace" | "assets"> {
  if (item?.kind === "int") return { lovelace: item.value, assets: {} };
  const [lovelace, policies] = arrayOf(item, "a value");
  return { lovelace: int(lovelace, "an amount"), assets: assets(policies, "a value") };
}

/** `{policy: {name: quantity}}` */
export function assets(item: CborItem | undefined, what: string): Record<AssetUnit, bigint> {
  if (item?.kind !== "map") throw new Error(`the assets of ${what} should be a map`);
  const found: Record<AssetUnit, bigint> = {};
  for (const [policy, names] of item.entries) {
    if (names.kind !== "map") throw new Error("the assets of a policy should be a map");
    for (const [name, quantity] of names.entries) {
      const unit = hex(policy, "a policy id") + hex(name, "an asset name");
      if (unit in found) throw new Error(`${what} names ${unit} twice`);
      found[unit] = int(quantity, "a quantity");
    }
  }
  return found;
}

/** `[0, hash]` or `[1, #6.24(bytes of the datum)]`. */
function datumOption(item: CborItem): Pick<DecodedOutput, "inlineDatum" | "datumHash"> {
  const [kind, content] = arrayOf(item, "a datum");
  if (int(kind, "the kind of a datum") === 0n) return { inlineDatum: null, datumHash: hex(content, "a datum hash") };
  if (content?.kind !== "tag" || content.tag !== 24n) {
    throw new Error(`an inline datum should be wrapped, at byte ${item.start}`);
  }
  return { inlineDatum: hex(content.item, "an inline datum"), datumHash: null };
}
