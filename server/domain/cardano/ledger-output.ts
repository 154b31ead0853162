import { blake2b224 } from "../hash";
import type { OutRef, TxOutput } from "../ports";
import type { Hex } from "../units";
import { addressText } from "./address";
import { byteString, embedded, fieldsByKey, hex, int, integer, tuple } from "./cbor-shape";
import { toHex } from "./hex-bytes";
import { readValue } from "./ledger-value";
import { type CborItem, readCbor } from "./read-cbor";

/** An output as its transaction's bytes say it: all but its name. */
export type LedgerOutput = Omit<TxOutput, "ref">;

const HASH_BYTES = 32;
const MAX_INDEX = 65_535n;

/** `[transaction id, index]` */
export function readOutRef(item: CborItem): OutRef {
  const [txHash, index] = tuple(item, "an input", 2);
  return {
    txHash: hex(txHash, "an input's transaction id", HASH_BYTES),
    index: Number(integer(index, "an input's index", MAX_INDEX)),
  };
}

/** `[address, value, datum hash?]`, or since Babbage `{0: address, 1: value, 2: datum, 3: script}`. */
export function readOutput(item: CborItem, textOf: (address: Uint8Array) => string = addressText): LedgerOutput {
  if (item.kind === "array") {
    const [address, value, datumHash] = tuple(item, "an output", 2, 3);
    return {
      address: textOf(byteString(address, "an output's address")),
      ...readValue(value),
      inlineDatum: null,
      datumHash: datumHash ? hex(datumHash, "a datum hash", HASH_BYTES) : null,
      referenceScriptHash: null,
    };
  }
  const fields = fieldsByKey(item, "an output");
  for (const key of fields.keys()) {
    if (key < 0n || key > 3n) throw new Error(`an output has field ${key}; known are 0 to 3`);
  }
  const script = fields.get(3n);
  return {
    address: textOf(byteString(fields.get(0n), "an output's address")),
    ...readValue(fields.get(1n)),
    ...readDatumOption(fields.get(2n)),
    referenceScriptHash: script ? readScriptHash(embedded(script, "a reference script")) : null,
  };
}

/** `[0, hash]` or `[1, #6.24(bytes of the datum)]`. */
function readDatumOption(item: CborItem | undefined): Pick<LedgerOutput, "inlineDatum" | "datumHash"> {
  if (!item) return { inlineDatum: null, datumHash: null };
  const [kind, datum] = tuple(item, "a datum", 2);
  const name = int(kind, "the kind of a datum");
  if (name === 0n) return { inlineDatum: null, datumHash: hex(datum, "a datum hash", HASH_BYTES) };
  if (name === 1n) return { inlineDatum: toHex(embedded(datum, "an inline datum")), datumHash: null };
  throw new Error(`a datum is of kind ${name}; known are 0 (hash) and 1 (inline)`);
}

/** `[kind, script]`: a native script (0) is hashed as it is encoded, Plutus (1 to 3) by its code. */
function readScriptHash(bytes: Uint8Array): Hex {
  const [kind, script] = tuple(readCbor(bytes, Number.POSITIVE_INFINITY), "a reference script", 2);
  const language = int(kind, "a reference script's language");
  if (language < 0n || language > 3n) {
    throw new Error(`a reference script is in language ${language}; known are 0 (native) and 1 to 3 (Plutus)`);
  }
  const hashed =
    language === 0n ? bytes.subarray(script?.start, script?.end) : byteString(script, "a reference script's code");
  return toHex(blake2b224(Uint8Array.of(Number(language)), hashed));
}
