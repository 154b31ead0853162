import type { Genesis } from "@/server/domain/ports";
import { checkEras } from "../check-eras";
import * as answers from "./answers";
import type { BlockfrostClient } from "./client";

const toMs = (seconds: number) => Math.round(seconds * 1_000);

/** `/genesis` and `/network/eras`. Throws where the eras do not follow one another without a gap. */
export async function readGenesis(client: BlockfrostClient): Promise<Genesis> {
  const facts = await client.need("genesis", answers.genesis);
  const summaries = await client.need("network/eras", answers.eras);
  const eras = summaries.map(({ start, end, parameters }) => ({
    startSlot: start.slot,
    startTimeMs: toMs(start.time),
    slotLengthMs: toMs(parameters.slot_length),
    endSlot: end?.slot ?? null,
  }));
  return {
    networkMagic: facts.network_magic,
    systemStartMs: toMs(facts.system_start),
    securityParam: facts.security_param,
    eras: checkEras(client, "network/eras", eras),
  };
}
