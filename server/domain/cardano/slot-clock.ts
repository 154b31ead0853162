import type { Genesis } from "../ports";
import type { PosixMs, Slot } from "../units";

/*
 * Slots and time by the eras of the network's own genesis: each era has one slot length. Exact whole numbers;
 * a slot before the first era is an error, never a guess. The last era has no end here, although a hard fork
 * may change it beyond the forecast horizon.
 */

/** The clock of one era, in the form that script evaluators take. */
export type SlotConfig = {
  readonly zeroTimeMs: PosixMs;
  readonly zeroSlot: Slot;
  readonly slotLengthMs: number;
};

/** The last era's clock, which covers every moment that a transaction made now can name. */
export function slotConfigOf(genesis: Genesis): SlotConfig {
  return clockAt(genesis, Number.POSITIVE_INFINITY);
}

/** First millisecond of the slot: what a script sees for it as a validity bound. */
export function slotToMs(config: SlotConfig, slot: Slot): PosixMs {
  return config.zeroTimeMs + (slot - config.zeroSlot) * config.slotLengthMs;
}

/** The slot that contains the moment. */
export function msToSlot(config: SlotConfig, timeMs: PosixMs): Slot {
  return config.zeroSlot + Math.floor((timeMs - config.zeroTimeMs) / config.slotLengthMs);
}

/** When a slot of any era begins: for blocks of the past. */
export function slotToMsByEras(genesis: Genesis, slot: Slot): PosixMs {
  if (!Number.isSafeInteger(slot)) throw new RangeError(`slot ${slot} is not a whole number`);
  return slotToMs(clockAt(genesis, slot), slot);
}

function clockAt({ systemStartMs, eras }: Genesis, slot: Slot): SlotConfig {
  for (const [i, { startSlot, startTimeMs, slotLengthMs }] of eras.entries()) {
    if (!Number.isSafeInteger(slotLengthMs) || slotLengthMs < 1) {
      throw new RangeError(`an era's slots last ${slotLengthMs} ms: it must be a whole number above 0`);
    }
    const previous = eras[i - 1];
    if (previous && (startSlot < previous.startSlot || startTimeMs < previous.startTimeMs)) {
      throw new RangeError("the network's eras are not in their order");
    }
  }
  if (eras.length === 0) throw new RangeError("the network's genesis names no era: its clock is unknown");
  // Several eras may begin at one slot (a test network that starts in a late one): the last of them counts.
  const era = eras.findLast(({ startSlot }) => startSlot <= slot);
  if (!era) throw new RangeError(`slot ${slot} is before the first era of this network`);
  const { startTimeMs, startSlot, slotLengthMs } = era;
  return { zeroTimeMs: systemStartMs + startTimeMs, zeroSlot: startSlot, slotLengthMs };
}
