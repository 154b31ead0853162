import type { Genesis } from "../ports";
import type { PosixMs, Slot } from "../units";

/** Slots to time for an era of constant slot length, in the form that script evaluators take. */
export type SlotConfig = {
  readonly zeroTimeMs: PosixMs;
  readonly zeroSlot: Slot;
  readonly slotLengthMs: number;
};

/** The last era's clock: that of every moment a transaction made now can name. */
export function slotConfigOf(genesis: Genesis): SlotConfig {
  const era = genesis.eras.at(-1);
  if (!era) throw new Error("the chain source names no era: its clock is unknown");
  return {
    zeroTimeMs: genesis.systemStartMs + era.startTimeMs,
    zeroSlot: era.startSlot,
    slotLengthMs: era.slotLengthMs,
  };
}

/** First millisecond of the slot: what a script sees for it as a validity bound. */
export function slotToMs(config: SlotConfig, slot: Slot): PosixMs {
  return config.zeroTimeMs + (slot - config.zeroSlot) * config.slotLengthMs;
}

/** The slot that contains the moment. */
export function msToSlot(config: SlotConfig, timeMs: PosixMs): Slot {
  return config.zeroSlot + Math.floor((timeMs - config.zeroTimeMs) / config.slotLengthMs);
}
