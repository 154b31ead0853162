import type { CborNode } from "./cbor";
import { asFields, asInt, asMap, toHex } from "./cbor-shape";
import type { Transaction } from "./types";

/** Transaction metadata from auxiliary data: a bare map (Shelley), a pair (Mary), or tag 259 (from Alonzo). */
export function readMetadata(aux: CborNode | undefined): Transaction["metadata"] {
  const map = metadataMap(aux);
  if (!map) return [];
  return asMap(map, "the metadata").map(([label, value]) => ({
    label: asInt(label, "a metadata label").toString(),
    json: toJson(value),
    raw: value.raw,
  }));
}

function metadataMap(aux: CborNode | undefined): CborNode | undefined {
  if (aux?.type === "map") return aux;
  if (aux?.type === "array") return aux.items[0];
  if (aux?.type === "tag" && aux.tag === 259) return asFields(aux.item, "the auxiliary data").get(0);
  return undefined;
}

/** The "no schema" JSON of cardano-cli: bytes as 0x text, keys of maps as text. */
function toJson(node: CborNode): unknown {
  switch (node.type) {
    case "int":
      return node.value >= BigInt(Number.MIN_SAFE_INTEGER) && node.value <= BigInt(Number.MAX_SAFE_INTEGER)
        ? Number(node.value)
        : node.value.toString();
    case "text":
      return node.value;
    case "bytes":
      return `0x${toHex(node.value)}`;
    case "array":
      return node.items.map(toJson);
    case "map":
      return Object.fromEntries(node.entries.map(([key, value]) => [keyText(key), toJson(value)]));
    default:
      return null;
  }
}

function keyText(key: CborNode): string {
  const json = toJson(key);
  return typeof json === "object" ? JSON.stringify(json) : String(json);
}
