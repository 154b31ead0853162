import { addressFromBytes } from "./address";
import { type CborNode, readCbor } from "./cbor";
import { asBytes, asFields, asHex, asInt, asList, asMap } from "./cbor-shape";
import { blake2b256 } from "./hash";
import { readScriptRef } from "./script";
import type { Output, OutRef, Script } from "./types";

/** A transaction output: the array of Shelley to Alonzo, or the map from Babbage on. */
export function readOutput(node: CborNode, ref: OutRef): Output {
  return node.type === "array" ? readLegacy(node, node.items, ref) : readMapOutput(node, ref);
}

/** The same from bytes, which must hold only the output. */
export function readOutputBytes(bytes: Uint8Array, ref: OutRef): Output {
  return readOutput(readCbor(bytes), ref);
}

function readLegacy(node: CborNode, items: readonly CborNode[], ref: OutRef): Output {
  const [address, value, datumHash] = items;
  return assemble(
    node,
    ref,
    { address, value },
    {
      datumHash: datumHash ? asHex(datumHash, "the datum hash of an output") : null,
      inlineDatum: null,
      script: null,
    },
  );
}

function readMapOutput(node: CborNode, ref: OutRef): Output {
  const fields = asFields(node, "an output");
  const script = fields.get(3);
  return assemble(
    node,
    ref,
    { address: fields.get(0), value: fields.get(1) },
    {
      ...readDatumOption(fields.get(2)),
      script: script ? readScriptRef(script) : null,
    },
  );
}

function readDatumOption(node: CborNode | undefined): Pick<Output, "datumHash" | "inlineDatum"> {
  if (!node) return { datumHash: null, inlineDatum: null };
  const [kind, body] = asList(node, "the datum of an output");
  if (asInt(kind, "the kind of a datum") === 0n) {
    return { datumHash: asHex(body, "a datum hash"), inlineDatum: null };
  }
  const inlineDatum = asBytes(body?.type === "tag" ? body.item : body, "an inline datum");
  return { datumHash: blake2b256(inlineDatum), inlineDatum };
}

function assemble(
  node: CborNode,
  ref: OutRef,
  { address, value }: { address: CborNode | undefined; value: CborNode | undefined },
  rest: { datumHash: string | null; inlineDatum: Uint8Array | null; script: Script | null },
): Output {
  return {
    ref,
    address: addressFromBytes(asBytes(address, "the address of an output")),
    ...readValue(value),
    ...rest,
    raw: node.raw,
  };
}

function readValue(node: CborNode | undefined): Pick<Output, "lovelace" | "assets"> {
  if (node?.type !== "array") return { lovelace: asInt(node, "the lovelace of an output"), assets: new Map() };
  return {
    lovelace: asInt(node.items[0], "the lovelace of an output"),
    assets: readAssets(node.items[1], "the assets of an output"),
  };
}

/** `{policy: {name: quantity}}` with unit (policy + name, hex) as key; quantities may be negative in a mint. */
export function readAssets(node: CborNode | undefined, what: string): Map<string, bigint> {
  const assets = new Map<string, bigint>();
  for (const [policy, names] of asMap(node, what)) {
    for (const [name, quantity] of asMap(names, what)) {
      const unit = asHex(policy, "a policy id") + asHex(name, "an asset name");
      assets.set(unit, (assets.get(unit) ?? 0n) + asInt(quantity, "a quantity"));
    }
  }
  return assets;
}
