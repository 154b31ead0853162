import scalus from "scalus";
import { encodeUtxoMap } from "../codec/encode";
import { type OutRef, refKey, type Transaction } from "../codec/types";
import type { Chain } from "./chain";
import { COST_MODELS } from "./cost-models";
import { makeSlotConfig } from "./ledger";

export type ExtraUtxo = { readonly ref: OutRef; readonly raw: Uint8Array };

export type EvaluationResult =
  | { readonly kind: "units"; readonly units: Record<string, { memory: number; steps: number }> }
  | { readonly kind: "unknown-inputs"; readonly refs: readonly OutRef[] }
  | {
      readonly kind: "failed";
      readonly message: string;
      readonly logs: readonly string[];
      readonly pointer: string;
    };

/** Redeemer tags as Ogmios 5 spells them. */
const TAGS = {
  spend: "spend",
  mint: "mint",
  cert: "certificate",
  reward: "withdrawal",
  vote: "vote",
  propose: "propose",
};

/**
 * Runs the scripts of a transaction on the chain's UTxO (not the mempool's, as in Ogmios) and `extra`, with the
 * reported cost models. Returns what each redeemer uses. Checks no other rule.
 */
export function evaluateScripts(chain: Chain, tx: Transaction, extra: readonly ExtraUtxo[]): EvaluationResult {
  const known = new Map(extra.map((utxo) => [refKey(utxo.ref), utxo]));
  const refs = [...tx.inputs, ...tx.referenceInputs, ...tx.collateral];
  for (const ref of refs) {
    const record = chain.index.output(ref);
    if (record && !record.spentBy) known.set(refKey(ref), { ref, raw: record.output.raw });
  }
  const missing = [...tx.inputs, ...tx.referenceInputs].filter((ref) => !known.has(refKey(ref)));
  if (missing.length > 0) return { kind: "unknown-inputs", refs: missing };
  const models = [COST_MODELS.PlutusV1, COST_MODELS.PlutusV2, COST_MODELS.PlutusV3];
  try {
    const slotConfig = makeSlotConfig(chain.genesis);
    const redeemers = scalus.Scalus.evalPlutusScripts(tx.bytes, encodeUtxoMap([...known.values()]), slotConfig, models);
    const units = redeemers.map((redeemer) => [
      pointer(redeemer.tag, redeemer.index),
      { memory: Number(redeemer.budget.memory), steps: Number(redeemer.budget.steps) },
    ]);
    return { kind: "units", units: Object.fromEntries(units) };
  } catch (cause) {
    const { message, logs } = cause as { message?: unknown; logs?: unknown };
    const first = tx.redeemers[0];
    return {
      kind: "failed",
      message: String(message ?? cause).slice(0, 2000),
      logs: Array.isArray(logs) ? logs.map(String) : [],
      // scalus does not say which redeemer failed. If there are several, the first is named.
      pointer: first ? `${TAGS[first.purpose]}:${first.index}` : "spend:0",
    };
  }
}

function pointer(tag: string, index: number): string {
  const purpose = tag.toLowerCase() as keyof typeof TAGS;
  return `${TAGS[purpose] ?? purpose}:${index}`;
}
