import { showRef } from "@/server/domain/cardano/out-ref";
import type { TxOutput } from "@/server/domain/ports";
import type { AssetUnit, Hex, Lovelace } from "@/server/domain/units";
import type { UtxoAnswer } from "./answers";
import type { BlockfrostClient } from "./client";

/**
 * An output in the domain's form, the same from every source: assets in order of their unit, no lovelace
 * among them, and a datum hash only where the datum itself is not inline (Blockfrost gives it for both).
 */
export function toOutput(client: BlockfrostClient, answer: Omit<UtxoAnswer, "tx_hash">, txHash: Hex): TxOutput {
  const ref = { txHash, index: answer.output_index };
  const where = showRef(ref);
  let lovelace: Lovelace | undefined;
  const assets: [AssetUnit, bigint][] = [];
  for (const { unit, quantity } of answer.amount) {
    if (unit !== "lovelace") assets.push([unit, quantity]);
    else if (lovelace === undefined) lovelace = quantity;
    else throw client.error("wrong-answer", `output ${where} names its lovelace twice.`);
  }
  if (lovelace === undefined) throw client.error("wrong-answer", `output ${where} has no lovelace.`);
  const byUnit = Object.fromEntries(assets.sort(([a], [b]) => (a < b ? -1 : 1)));
  if (Object.keys(byUnit).length !== assets.length) {
    throw client.error("wrong-answer", `output ${where} names an asset twice.`);
  }
  return {
    ref,
    address: answer.address,
    lovelace,
    assets: byUnit,
    inlineDatum: answer.inline_datum ?? null,
    datumHash: answer.inline_datum ? null : (answer.data_hash ?? null),
    referenceScriptHash: answer.reference_script_hash ?? null,
  };
}
