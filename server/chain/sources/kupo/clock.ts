import { slotToMsByEras } from "@/server/domain/cardano/slot-clock";
import type { Genesis } from "@/server/domain/ports";
import type { PosixMs, Slot } from "@/server/domain/units";
import { checkEras } from "../check-eras";
import { keepFacts } from "../keep-facts";
import * as answers from "./node/answers";
import type { OgmiosClient } from "./node/client";

export type Clock = {
  genesis(): Promise<Genesis>;
  /** When a slot began, by the network's own eras. */
  timeOf(slot: Slot): Promise<PosixMs>;
};

type Known = { readonly genesis: Genesis; readonly endSlot: Slot | null };

/**
 * Facts of the network from Ogmios. The eras are read again when a slot is beyond where the last one is known to reach:
 * a new one may have begun.
 */
export function createClock(ogmios: OgmiosClient): Clock {
  async function read(): Promise<Known> {
    const facts = await ogmios.query("queryNetwork/genesisConfiguration", { era: "shelley" }, answers.genesis);
    const summaries = await ogmios.query("queryLedgerState/eraSummaries", undefined, answers.eras);
    const eras = summaries.map(({ start, end, parameters }) => ({
      startSlot: start.slot,
      startTimeMs: Math.round(start.time.seconds * 1_000),
      slotLengthMs: parameters.slotLength.milliseconds,
      endSlot: end?.slot ?? null,
    }));
    const genesis = {
      networkMagic: facts.networkMagic,
      systemStartMs: facts.startTime,
      securityParam: facts.securityParameter,
      eras: checkEras(ogmios, "queryLedgerState/eraSummaries", eras),
    };
    return { genesis, endSlot: eras.at(-1)?.endSlot ?? null };
  }

  const kept = keepFacts(read);
  return {
    genesis: async () => (await kept.readAnew()).genesis,
    async timeOf(slot) {
      let { genesis, endSlot } = await kept.known();
      if (endSlot !== null && slot >= endSlot) ({ genesis, endSlot } = await kept.readAnew());
      return slotToMsByEras(genesis, slot);
    },
  };
}
