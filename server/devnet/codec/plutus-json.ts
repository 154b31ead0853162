import { CborError, type CborNode, readCbor } from "./cbor";
import { asBytes, asInt, asList, toHex } from "./cbor-shape";

/** Plutus data in the detailed JSON schema of cardano-cli, as Blockfrost returns a datum. */
export function plutusDataJson(bytes: Uint8Array): unknown {
  return toJson(readCbor(bytes));
}

function toJson(node: CborNode): unknown {
  switch (node.type) {
    case "int":
      return { int: numberOrText(node.value) };
    case "bytes":
      return { bytes: toHex(node.value) };
    case "array":
      return { list: node.items.map(toJson) };
    case "map":
      return { map: node.entries.map(([k, v]) => ({ k: toJson(k), v: toJson(v) })) };
    case "tag":
      return tagToJson(node.tag, node.item, node);
    default:
      throw new CborError(`Plutus data holds a ${node.type}, which it cannot`);
  }
}

/** Constructors: tags 121 to 127 for 0 to 6, 1280 to 1400 for 7 to 127, 102 with the number inside. */
function tagToJson(tag: number, item: CborNode, node: CborNode): unknown {
  const constr = (number: number, fields: CborNode) => ({
    fields: asList(fields, "the fields of a constructor").map(toJson),
    constructor: number,
  });
  if (tag >= 121 && tag <= 127) return constr(tag - 121, item);
  if (tag >= 1280 && tag <= 1400) return constr(tag - 1280 + 7, item);
  if (tag === 102) {
    const [index, fields] = asList(item, "a constructor");
    if (fields) return constr(Number(asInt(index, "the number of a constructor")), fields);
  }
  if (tag === 2 || tag === 3) {
    asBytes(item, "a big integer");
    return { int: numberOrText(asInt(node, "a big integer")) };
  }
  throw new CborError(`Plutus data holds tag ${tag}, which it cannot`);
}

/** JSON numbers lose digits beyond 2^53. Blockfrost prints such integers in full, so they go out raw. */
function numberOrText(value: bigint): number | bigint {
  return value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value;
}
