import type { Era, Genesis } from "@/server/domain/ports";
import * as answers from "./answers";
import type { BlockfrostClient } from "./client";

const toMs = (seconds: number) => Math.round(seconds * 1_000);

/** `/genesis` and `/network/eras`. Throws where the eras do not follow one another without a gap. */
export async function readGenesis(client: BlockfrostClient): Promise<Genesis> {
  const facts = await client.need("genesis", answers.genesis);
  const summaries = await client.need("network/eras", answers.eras);
  // Test networks pass through eras without a slot in them.
  const lasting = summaries.filter(({ start, end }) => !end || end.slot > start.slot);
  const eras = lasting.map(
    ({ start, parameters }): Era => ({
      startSlot: start.slot,
      startTimeMs: toMs(start.time),
      slotLengthMs: toMs(parameters.slot_length),
    }),
  );
  checkEras(client, eras);
  return {
    networkMagic: facts.network_magic,
    systemStartMs: toMs(facts.system_start),
    securityParam: facts.security_param,
    eras,
  };
}

function checkEras(client: BlockfrostClient, eras: readonly Era[]): void {
  const [first] = eras;
  if (!first) throw client.error("wrong-answer", "network/eras names no era with a slot in it.");
  if (first.startSlot !== 0 || first.startTimeMs !== 0) {
    throw client.error("wrong-answer", "network/eras does not begin at slot 0 and time 0.");
  }
  for (const [index, era] of eras.entries()) {
    if (era.slotLengthMs < 1) throw client.error("wrong-answer", `era ${index} has slots under a millisecond.`);
    const before = eras[index - 1];
    if (!before) continue;
    const expectedMs = before.startTimeMs + (era.startSlot - before.startSlot) * before.slotLengthMs;
    if (era.startTimeMs !== expectedMs) {
      throw client.error(
        "wrong-answer",
        `network/eras has a gap: the era of slot ${era.startSlot} begins at ${era.startTimeMs} ms, its predecessor ends at ${expectedMs} ms.`,
      );
    }
  }
}
