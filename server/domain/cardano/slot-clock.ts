import type { Era, Genesis } from "../ports";
import type { PosixMs, Slot } from "../units";

/*
 * Slots and time by the eras of the network's own genesis: each era has one slot length. Exact whole numbers;
 * outside of what the eras say there is an error, never a guess. The last era has no end here: whoever looks
 * further ahead than the forecast horizon must know that a hard fork may still change it.
 */

/** When a slot begins. */
export function slotToPosixMs(genesis: Genesis, slot: Slot): PosixMs {
  if (!Number.isSafeInteger(slot)) throw new RangeError(`slot ${slot} is not a whole number`);
  const era = lastEra(genesis, (candidate) => candidate.startSlot <= slot);
  if (!era) throw new RangeError(`slot ${slot} is before the first era of this network`);
  return genesis.systemStartMs + era.startTimeMs + (slot - era.startSlot) * era.slotLengthMs;
}

/** The slot that a moment lies in: the last one to begin at or before it. */
export function posixMsToSlot(genesis: Genesis, posixMs: PosixMs): Slot {
  if (!Number.isSafeInteger(posixMs)) throw new RangeError(`${posixMs} is not a whole number of milliseconds`);
  const sinceStartMs = posixMs - genesis.systemStartMs;
  const era = lastEra(genesis, (candidate) => candidate.startTimeMs <= sinceStartMs);
  if (!era) throw new RangeError(`${posixMs} ms is before this network's start at ${genesis.systemStartMs} ms`);
  return era.startSlot + Math.floor((sinceStartMs - era.startTimeMs) / era.slotLengthMs);
}

/** The last slot that begins before a moment: the upper bound of a validity interval that must end by then. */
export function lastSlotBefore(genesis: Genesis, posixMs: PosixMs): Slot {
  return posixMsToSlot(genesis, posixMs - 1);
}

/** The first slot that begins at or after a moment: the lower bound of one that must not begin earlier. */
export function firstSlotFrom(genesis: Genesis, posixMs: PosixMs): Slot {
  const slot = posixMsToSlot(genesis, posixMs);
  return slotToPosixMs(genesis, slot) === posixMs ? slot : slot + 1;
}

/** Several eras may begin at one point (a test network that starts in a late one): the last of them counts. */
function lastEra(genesis: Genesis, reached: (era: Era) => boolean): Era | null {
  const [first, ...later] = genesis.eras;
  if (!first) throw new RangeError("the network's genesis names no era");
  let found: Era | null = null;
  let previous = first;
  for (const era of [first, ...later]) {
    if (!Number.isSafeInteger(era.slotLengthMs) || era.slotLengthMs < 1) {
      throw new RangeError(`an era's slots last ${era.slotLengthMs} ms: it must be a whole number above 0`);
    }
    if (era.startSlot < previous.startSlot || era.startTimeMs < previous.startTimeMs) {
      throw new RangeError("the network's eras are not in their order");
    }
    if (reached(era)) found = era;
    previous = era;
  }
  return found;
}
