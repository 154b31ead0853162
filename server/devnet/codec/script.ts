import { type CborNode, readCbor } from "./cbor";
import { asBytes, asHex, asInt, asList } from "./cbor-shape";
import { blake2b224 } from "./hash";
import type { Script, ScriptType } from "./types";

const LANGUAGES: readonly ScriptType[] = ["timelock", "plutusV1", "plutusV2", "plutusV3"];

/** `language` is the ledger's number: 0 native, then Plutus 1 to 3. The hash is over that byte and the script. */
export function makeScript(language: number, bytes: Uint8Array): Script {
  const type = LANGUAGES[language];
  if (!type) throw new Error(`script language ${language} is not one of 0 to 3`);
  return { type, bytes, hash: blake2b224(Uint8Array.of(language), bytes) };
}

/** A script of an output (`script_ref`, tag 24 around the CBOR of `[language, script]`). */
export function readScriptRef(node: CborNode): Script {
  const inner = node.type === "tag" ? asBytes(node.item, "script_ref") : asBytes(node, "script_ref");
  const [language, body] = asList(readCbor(inner), "script_ref");
  return readScript(Number(asInt(language, "the language of a script_ref")), body);
}

/** A script of a witness set or an auxiliary data item. */
export function readScript(language: number, node: CborNode | undefined): Script {
  if (language === 0 && node) return makeScript(0, node.raw);
  return makeScript(language, asBytes(node, "a Plutus script"));
}

/** A native script in the JSON form of cardano-cli, which Blockfrost and Lucid use. */
export function nativeScriptJson(bytes: Uint8Array): unknown {
  return toJson(readCbor(bytes));
}

function toJson(node: CborNode): unknown {
  const [kindNode, first, second] = asList(node, "a native script");
  const kind = Number(asInt(kindNode, "the kind of a native script"));
  const all = (list: CborNode | undefined) => asList(list, "the scripts of a native script").map(toJson);
  switch (kind) {
    case 0:
      return { type: "sig", keyHash: asHex(first, "the key hash of a native script") };
    case 1:
      return { type: "all", scripts: all(first) };
    case 2:
      return { type: "any", scripts: all(first) };
    case 3:
      return {
        type: "atLeast",
        required: Number(asInt(first, "the count of a native script")),
        scripts: all(second),
      };
    case 4:
      return { type: "after", slot: Number(asInt(first, "the slot of a native script")) };
    case 5:
      return { type: "before", slot: Number(asInt(first, "the slot of a native script")) };
    default:
      throw new Error(`a native script of unknown kind ${kind}`);
  }
}
