import type { CborNode } from "./cbor";
import { asFields, asInt, asList, toHex } from "./cbor-shape";
import { blake2b256 } from "./hash";
import { readScript } from "./script";
import type { Redeemer, RedeemerPurpose, Script, Transaction } from "./types";

const PURPOSES: readonly RedeemerPurpose[] = ["spend", "mint", "cert", "reward", "vote", "propose"];

/** Witness-set keys of scripts: native, then Plutus 1 to 3. */
const SCRIPT_KEYS = [1, 3, 6, 7];

export function readWitnesses(node: CborNode | undefined): {
  redeemers: Omit<Redeemer, "scriptHash">[];
  datums: Transaction["datums"];
  scripts: Script[];
} {
  const fields = asFields(node, "the witness set");
  const datums = fields.get(4);
  return {
    redeemers: readRedeemers(fields.get(5)),
    datums: datums ? asList(datums, "the datums").map((d) => ({ hash: blake2b256(d.raw), bytes: d.raw })) : [],
    scripts: SCRIPT_KEYS.flatMap((key, language) => {
      const list = fields.get(key);
      return list ? asList(list, "the scripts").map((script) => readScript(language, script)) : [];
    }),
  };
}

/** Redeemers: a list of `[tag, index, data, units]` until Babbage, then a map `{[tag, index]: [data, units]}`. */
function readRedeemers(node: CborNode | undefined): Omit<Redeemer, "scriptHash">[] {
  if (!node) return [];
  if (node.type === "map") {
    return node.entries.map(([key, value]) => {
      const [tag, index] = asList(key, "a redeemer's key");
      const [data, units] = asList(value, "a redeemer");
      return redeemer(tag, index, data, units);
    });
  }
  return asList(node, "the redeemers").map((item) => {
    const [tag, index, data, units] = asList(item, "a redeemer");
    return redeemer(tag, index, data, units);
  });
}

function redeemer(
  tag: CborNode | undefined,
  index: CborNode | undefined,
  data: CborNode | undefined,
  units: CborNode | undefined,
): Omit<Redeemer, "scriptHash"> {
  const purpose = PURPOSES[Number(asInt(tag, "the tag of a redeemer"))];
  if (!purpose || !data) throw new Error(`a redeemer has the unknown tag ${tag ? toHex(tag.raw) : "(none)"}`);
  const [mem, steps] = asList(units, "the execution units of a redeemer");
  return {
    purpose,
    index: Number(asInt(index, "the index of a redeemer")),
    data: data.raw,
    mem: asInt(mem, "memory units"),
    steps: asInt(steps, "step units"),
  };
}
