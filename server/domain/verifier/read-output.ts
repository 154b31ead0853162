import {
  arrayOf,
  byteString,
  embedded,
  fieldsByKey,
  hex,
  int,
  integer,
  tuple,
  UINT64_MAX,
} from "../cardano/cbor-shape";
import { toHex } from "../cardano/hex-bytes";
import { type CborItem, readCbor } from "../cardano/read-cbor";
import { blake2b224 } from "../hash";
import type { Hex } from "../units";

/* Outputs and values (Conway CDDL), only as our transactions have them: whatever else the ledger knows is refused. */

export type FoundOutput = {
  readonly address: Hex;
  readonly lovelace: bigint;
  /** Policy id and name in one text, as units are written. */
  readonly assets: ReadonlyMap<string, bigint>;
  readonly datum: Hex | null;
  readonly scriptHash: Hex | null;
  /** Of the output as it stands there: its least lovelace depends on it. */
  readonly sizeBytes: number;
};

/** `[address, value]`, or `{0: address, 1: value, 2: datum, 3: script}`. */
export function readOutput(item: CborItem): FoundOutput {
  const sizeBytes = item.end - item.start;
  if (item.kind === "array") {
    const [address, value] = tuple(item, "an output", 2);
    return { address: hex(address, "an address"), ...readValue(value), datum: null, scriptHash: null, sizeBytes };
  }
  const fields = fieldsByKey(item, "an output");
  for (const key of fields.keys()) {
    if (key < 0n || key > 3n) throw new Error(`an output has field ${key}, which none of ours has`);
  }
  return {
    address: hex(fields.get(0n), "an address"),
    ...readValue(fields.get(1n)),
    datum: readDatum(fields.get(2n)),
    scriptHash: readScript(fields.get(3n)),
    sizeBytes,
  };
}

/** `[transaction id, index]` as `id#index`. */
export function readRef(item: CborItem): string {
  const [id, index] = tuple(item, "an input", 2);
  return `${hex(id, "a transaction id", 32)}#${integer(index, "an index", 65_535n)}`;
}

/** Inline: a datum's hash is no datum of ours. */
function readDatum(item: CborItem | undefined): Hex | null {
  if (!item) return null;
  const [kind, datum] = tuple(item, "a datum", 2);
  if (int(kind, "the kind of a datum") !== 1n)
    throw new Error("an output has a datum by its hash, which none of ours has");
  return toHex(embedded(datum, "an inline datum"));
}

/** The hash of a Plutus V3 script. */
function readScript(item: CborItem | undefined): Hex | null {
  if (!item) return null;
  const [language, code] = tuple(readCbor(embedded(item, "a script")), "a script", 2);
  if (int(language, "a script's language") !== 3n) throw new Error("an output holds a script that is not Plutus V3");
  return toHex(blake2b224(Uint8Array.of(3), byteString(code, "a script's code")));
}

function readValue(item: CborItem | undefined): Pick<FoundOutput, "lovelace" | "assets"> {
  if (item?.kind !== "array") return { lovelace: integer(item, "lovelace"), assets: new Map() };
  const [lovelace, assets] = tuple(item, "a value", 2);
  return { lovelace: integer(lovelace, "lovelace"), assets: readAssets(assets, 1n) };
}

/** `{policy: {name: quantity}}`, nothing of it empty, no name twice, no quantity 0. */
export function readAssets(item: CborItem | undefined, least: bigint): Map<string, bigint> {
  const found = new Map<string, bigint>();
  for (const [policy, names] of entries(item, "the assets")) {
    const policyId = hex(policy, "a policy id", 28);
    for (const [name, quantity] of entries(names, `the assets of ${policyId}`)) {
      const unit = policyId + toHex(byteString(name, "an asset's name", 32));
      const amount = integer(quantity, "a quantity", UINT64_MAX, least);
      if (amount === 0n || found.has(unit)) throw new Error(`${unit} stands there twice, or with nothing of it`);
      found.set(unit, amount);
    }
  }
  return found;
}

export function entries(item: CborItem | undefined, what: string): readonly (readonly [CborItem, CborItem])[] {
  if (item?.kind !== "map") throw new Error(`${what} should be a map`);
  if (item.entries.length === 0) throw new Error(`${what}: a map with nothing in it`);
  return item.entries;
}

/** A list or a set with something in it. */
export function items(item: CborItem | undefined, what: string): readonly CborItem[] {
  const found = arrayOf(item, what);
  if (found.length === 0) throw new Error(`${what}: a list with nothing in it`);
  return found;
}
