import { showRef } from "@/server/domain/cardano/out-ref";
import type { ChainTransaction, TransactionPlace } from "@/server/domain/ports";
import type { Height, Hex } from "@/server/domain/units";
import { type TransactionUtxosAnswer, transaction, transactionUtxos } from "./answers";
import type { TimeOfSlot } from "./blocks";
import type { BlockfrostClient } from "./client";
import { toOutput } from "./outputs";

/**
 * Reads a transaction: `/txs/{hash}` and `/txs/{hash}/utxos`, or only the latter where its place in the chain
 * is known already and it has no collateral (without collateral phase 2 cannot fail: Alonzo ledger
 * specification, rule UTXOS).
 */
export async function readTransaction(
  client: BlockfrostClient,
  timeOfSlot: TimeOfSlot,
  hash: Hex,
  place?: TransactionPlace,
): Promise<ChainTransaction | null> {
  const utxos = await client.get(`txs/${hash}/utxos`, transactionUtxos);
  if (!utxos) return null;
  if (utxos.hash !== hash) throw client.error("lying", `asked for transaction ${hash}, got ${utxos.hash}.`);
  if (place && !utxos.inputs.some((input) => input.collateral)) {
    return { hash, ...place, valid: true, ...realEffects(client, utxos, true, place.block.height) };
  }
  const head = await client.get(`txs/${hash}`, transaction);
  if (!head) return null; // rolled back between the two reads
  if (head.hash !== hash) throw client.error("lying", `asked for transaction ${hash}, got ${head.hash}.`);
  const timeMs = await timeOfSlot(head.slot, head.block_time);
  return {
    hash,
    block: { hash: head.block, height: head.block_height, slot: head.slot, timeMs },
    indexInBlock: head.index,
    valid: head.valid_contract,
    ...realEffects(client, utxos, head.valid_contract, head.block_height),
  };
}

/**
 * What was really spent and made; a transaction that failed phase 2 spent its collateral alone. Those of the
 * first block may stand for the funds of genesis, which come from nowhere.
 */
function realEffects(client: BlockfrostClient, answer: TransactionUtxosAnswer, valid: boolean, height: Height) {
  const inputs = answer.inputs
    .filter((input) => input.collateral === !valid && input.reference !== true)
    .map((input) => toOutput(client, input, input.tx_hash));
  const outputs = answer.outputs
    .filter((output) => (output.collateral ?? false) === !valid)
    .map((output) => toOutput(client, output, answer.hash));
  if (inputs.length === 0 && height > 0) {
    const missing = valid ? "inputs" : "collateral, though its scripts failed";
    throw client.error("wrong-answer", `transaction ${answer.hash} has no ${missing}.`);
  }
  for (const [what, list] of Object.entries({ inputs, outputs })) {
    if (new Set(list.map(({ ref }) => showRef(ref))).size !== list.length) {
      throw client.error("wrong-answer", `transaction ${answer.hash} names one of its ${what} twice.`);
    }
  }
  return { inputs, outputs };
}
