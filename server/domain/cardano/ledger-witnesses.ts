import { int, splitCbor } from "./cbor-shape";
import { readCbor } from "./read-cbor";

const REDEEMERS = 5;
const MARY_WITNESSES = 2;
const CONWAY_WITNESSES = 7;

/**
 * Whether the witness set has redeemers. Of the other parts only the keys are looked at: the id does not cover them,
 * and they may be nested at will.
 */
export function hasRedeemers(witnesses: Uint8Array, isAlonzo: boolean): boolean {
  const redeemers = knownWitnesses(witnesses, isAlonzo).get(REDEEMERS);
  if (!redeemers) return false;
  // A list, or since Conway a map.
  const isMap = (redeemers[0] ?? 0) >> 5 === 5;
  return splitCbor(redeemers, isMap ? 5 : 4, "the redeemers").length > 0;
}

function knownWitnesses(witnesses: Uint8Array, isAlonzo: boolean): ReadonlyMap<number, Uint8Array> {
  const most = isAlonzo ? CONWAY_WITNESSES : MARY_WITNESSES;
  const found = new Map<number, Uint8Array>();
  const parts = splitCbor(witnesses, 5, "the witness set");
  for (let i = 0; i < parts.length; i += 2) {
    const [name, value] = [parts[i], parts[i + 1]];
    if (!name || !value) throw new Error("the witness set ends after a key");
    const key = Number(int(readCbor(name), "a key of the witness set"));
    if (key < 0 || key > most) throw new Error(`its witness set has field ${key}; known are 0 to ${most}`);
    if (found.has(key)) throw new Error(`its witness set has field ${key} twice`);
    found.set(key, value);
  }
  return found;
}
