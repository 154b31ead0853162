import type { Era, Genesis } from "@/server/domain/ports";
import { checkEras } from "../check-eras";
import * as answers from "./answers";
import type { KoiosClient } from "./client";

const toMs = (seconds: number) => Math.round(seconds * 1_000);

/**
 * Facts of the network. Koios tells no slot lengths but the last one, and of eras only the epochs in which they began.
 * A network's slots changed once, at the end of Byron; where its first epoch after that begins follows from any block's
 * epoch and slots, and how long a slot was before it from the time that had passed.
 */
export async function readGenesis(client: KoiosClient): Promise<Genesis> {
  const [[facts, second], tip, summaries] = await Promise.all([
    client.rows({ path: "genesis" }, answers.genesis),
    readTip(client),
    client.rows({ path: "era_summaries" }, answers.eraSummary),
  ]);
  if (!facts || second) throw client.error("wrong-answer", "genesis should have one row.");
  const systemStartMs = toMs(facts.systemstart);
  const slotLengthMs = toMs(facts.slotlength);
  const began = summaries.flatMap(({ era, epoch_no }) => (era === "Byron" || epoch_no === null ? [] : epoch_no));
  if (began.length === 0) throw client.error("wrong-answer", "era_summaries names no era after Byron that has begun.");
  const startSlot = tip.abs_slot - tip.epoch_slot - (tip.epoch_no - Math.min(...began)) * facts.epochlength;
  const now = { startSlot, startTimeMs: 0, slotLengthMs };
  const passedMs = tip.block_time * 1_000 - systemStartMs - (tip.abs_slot - startSlot) * slotLengthMs;
  const eras = startSlot === 0 ? [now] : erasAround(now, passedMs);
  const summed = eras.map((era, index) => ({ ...era, endSlot: eras[index + 1]?.startSlot ?? null }));
  return {
    networkMagic: facts.networkmagic,
    systemStartMs,
    securityParam: facts.securityparam,
    eras: checkEras(client, "genesis with era_summaries", summed),
  };
}

/** The newest block, by its epoch as well. */
export async function readTip(client: KoiosClient) {
  const [tip] = await client.rows({ path: "tip" }, answers.tip);
  if (!tip) throw client.error("wrong-answer", "tip is empty: the server has no chain yet.");
  return tip;
}

/** `passedMs` went by before the era, within the second that a block's time is rounded down to. */
function erasAround(now: Era, passedMs: number): Era[] {
  const slotLengthMs = Math.ceil(passedMs / now.startSlot);
  return [
    { startSlot: 0, startTimeMs: 0, slotLengthMs },
    { ...now, startTimeMs: now.startSlot * slotLengthMs },
  ];
}
