import { slotToMsByEras } from "@/server/domain/cardano/slot-clock";
import type { Genesis } from "@/server/domain/ports";
import type { PosixMs, Slot } from "@/server/domain/units";
import type { JsonClient } from "./http/client";
import { keepFacts } from "./keep-facts";

/** The time of a slot, having checked it against the server's own figure for a block in it. */
export type TimeOfSlot = (slot: Slot, serverSeconds: number) => Promise<PosixMs>;

/**
 * A block's time is that of its slot: the servers' own figure is in whole seconds, too coarse for short slots. The two
 * must agree, or the server's eras or its clock are wrong.
 */
export function createSlotTimes(
  { error }: Pick<JsonClient, "error">,
  readGenesis: () => Promise<Genesis>,
): { genesis: () => Promise<Genesis>; timeOfSlot: TimeOfSlot } {
  const facts = keepFacts(readGenesis);

  async function timeOfSlot(slot: Slot, serverSeconds: number): Promise<PosixMs> {
    const timeMs = slotToMsByEras(await facts.known(), slot);
    if (Math.abs(timeMs - serverSeconds * 1_000) <= 1_000) return timeMs;
    facts.forget(); // a new era may have begun: the next question reads them again
    throw error(
      "wrong-answer",
      `slot ${slot} is dated ${serverSeconds} s, but by the server's own eras it is ${timeMs / 1_000} s.`,
    );
  }

  return { genesis: facts.readAnew, timeOfSlot };
}
