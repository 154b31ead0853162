import scalus from "scalus";
import type { SlotConfig } from "@/server/domain/contract/slot-clock";
import type { ProtocolParameters } from "@/server/domain/ports";
import { BuildError } from "./build-error";
import { toCmlInput, toCmlResolved } from "./cml";
import { redeemerPointer, type TransactionDraft, writeTransaction } from "./draft";
import type { ExUnits } from "./fee";
import type { PoolScript } from "./script";

/** What a transaction is built against. All of it is read from the chain. */
export type ChainTerms = { readonly parameters: ProtocolParameters; readonly slots: SlotConfig };

/**
 * Runs every script of the draft; costs in the order of `draft.redeemers`. Throws a BuildError with the script's
 * traces where one refuses. The evaluator is scalus: Aiken's, the other one at hand, copies a list at each step and
 * takes seconds for a full batch (evaluate.chain.test.ts proves that the two agree to the unit).
 */
export function evaluateScripts(draft: TransactionDraft, script: PoolScript, terms: ChainTerms): ExUnits[] {
  if (draft.redeemers.length === 0) return [];
  const { parameters, slots } = terms;
  const { PlutusV1, PlutusV2, PlutusV3 } = parameters.costModels;
  const transaction = writeTransaction(draft, parameters.costModels).to_cbor_bytes();
  const utxos = encodeResolved(draft, script);
  const clock = new scalus.SlotConfig(slots.zeroTimeMs, slots.zeroSlot, slots.slotLengthMs);
  const costModels = [[...PlutusV1], [...PlutusV2], [...PlutusV3]];
  let costs: ReturnType<typeof scalus.Scalus.evalPlutusScripts>;
  try {
    costs = scalus.Scalus.evalPlutusScripts(transaction, utxos, clock, costModels);
  } catch (error) {
    throw new BuildError(`the contract refuses the transaction: ${describeRefusal(error)}`);
  }
  return draft.redeemers.map((redeemer) => {
    const { tag, index } = redeemerPointer(redeemer, draft);
    const cost = costs.find((candidate) => candidate.tag.toLowerCase() === tag && candidate.index === index);
    if (!cost) throw new BuildError(`the script for ${tag} ${index} was not evaluated`);
    return { mem: cost.budget.memory, steps: cost.budget.steps };
  });
}

/** CBOR map of every output that the transaction names. */
export function encodeResolved(draft: TransactionDraft, script: PoolScript): Uint8Array {
  const collateral = draft.collateral ? [draft.collateral.output] : [];
  const outputs = new Map(
    [...draft.inputs, ...draft.referenceInputs, ...collateral].map((output) => [
      `${output.ref.txHash}#${output.ref.index}`,
      output,
    ]),
  );
  const entries = [...outputs.values()].map(
    (output) => toCmlInput(output.ref).to_cbor_hex() + toCmlResolved(output, script).to_cbor_hex(),
  );
  return Uint8Array.from(Buffer.from(`bf${entries.join("")}ff`, "hex"));
}

function describeRefusal(error: unknown): string {
  const logs = (error as { logs?: unknown }).logs;
  const message = error instanceof Error ? error.message : String(error);
  return Array.isArray(logs) && logs.length > 0 ? `${message} (${logs.join("; ")})` : message;
}
