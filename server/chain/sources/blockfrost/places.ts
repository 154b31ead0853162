import type { TransactionPlace } from "@/server/domain/ports";
import type { Hex } from "@/server/domain/units";
import type { TimeOfSlot } from "../slot-times";
import { type PlaceAnswer, place } from "./answers";
import type { BlockfrostClient } from "./client";

export async function readTransactionPlace(
  client: BlockfrostClient,
  timeOfSlot: TimeOfSlot,
  hash: Hex,
): Promise<TransactionPlace | null> {
  const answer = await askPlace(client, hash);
  return (
    answer && {
      blockHash: answer.block,
      height: answer.block_height,
      slot: answer.slot,
      timeMs: await timeOfSlot(answer.slot, answer.block_time),
      valid: answer.valid_contract,
    }
  );
}

/** `/txs/{hash}`, of the transaction that was asked for. */
export async function askPlace(client: BlockfrostClient, hash: Hex): Promise<PlaceAnswer | null> {
  const answer = await client.get(`txs/${hash}`, place);
  if (answer && answer.hash !== hash) {
    throw client.error("lying", `asked for txs/${hash}, got transaction ${answer.hash}.`);
  }
  return answer;
}
