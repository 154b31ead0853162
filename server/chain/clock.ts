import type { Era, Genesis } from "@/server/domain/ports";
import type { PosixMs, Slot } from "@/server/domain/units";

export type ChainClock = {
  /** When the slot begins. */
  slotToPosixMs(slot: Slot): PosixMs;
  /** The slot that contains the moment. Throws for a moment before the chain began. */
  posixMsToSlot(timeMs: PosixMs): Slot;
};

/**
 * Slots to time by a network's own eras (the ledger's era summaries: within an era all slots are equally
 * long). The last era is taken to go on; beyond the source's forecast horizon that is an expectation.
 */
export function createChainClock(genesis: Pick<Genesis, "systemStartMs" | "eras">): ChainClock {
  const { systemStartMs, eras } = genesis;
  const lastEra = (begun: (era: Era) => boolean, moment: string): Era => {
    const era = eras.findLast(begun);
    if (!era) throw new RangeError(`${moment} is before the chain's first era`);
    return era;
  };
  return {
    slotToPosixMs(slot) {
      const era = lastEra(({ startSlot }) => startSlot <= slot, `slot ${slot}`);
      return systemStartMs + era.startTimeMs + (slot - era.startSlot) * era.slotLengthMs;
    },
    posixMsToSlot(timeMs) {
      const sinceStartMs = timeMs - systemStartMs;
      const era = lastEra(({ startTimeMs }) => startTimeMs <= sinceStartMs, `time ${timeMs}`);
      return era.startSlot + Math.floor((sinceStartMs - era.startTimeMs) / era.slotLengthMs);
    },
  };
}
