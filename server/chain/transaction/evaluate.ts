import scalus from "scalus";
import { showRef } from "@/server/domain/cardano/out-ref";
import type { SlotConfig } from "@/server/domain/cardano/slot-clock";
import type { ProtocolParameters, TxOutput } from "@/server/domain/ports";
import { BuildError } from "./build-error";
import { freeingCml, toCmlInput, toCmlResolved } from "./cml";
import type { TransactionDraft } from "./draft";
import type { ExUnits } from "./fee";
import { redeemerPointer } from "./ledger-order";
import type { Script } from "./script";
import { writeTransaction } from "./write-transaction";

/** What a transaction is built against. All of it is read from the chain. */
export type ChainTerms = { readonly parameters: ProtocolParameters; readonly slots: SlotConfig };

/** What one script run costs, by the redeemer that it is run with. */
export type ScriptCost = { readonly tag: string; readonly index: number; readonly units: ExUnits };

/**
 * Runs every script of the draft; costs in the order of `draft.redeemers`. Throws a BuildError with the
 * script's traces where one refuses. The evaluator is scalus. The alternative, Aiken's, copies a list at each
 * step and takes seconds for a full batch; evaluate.chain.test.ts proves that the two agree to the unit.
 */
export function evaluateScripts(draft: TransactionDraft, scripts: readonly Script[], terms: ChainTerms): ExUnits[] {
  if (draft.redeemers.length === 0) return [];
  const transaction = freeingCml(() => writeTransaction(draft, terms.parameters.costModels).to_cbor_bytes());
  const collateral = draft.collateral ? [draft.collateral.output] : [];
  const outputs = [...draft.inputs, ...draft.referenceInputs, ...collateral];
  const costs = runScripts(transaction, outputs, scripts, terms);
  return draft.redeemers.map((redeemer) => {
    const { tag, index } = redeemerPointer(redeemer, draft);
    const cost = costs.find((candidate) => candidate.tag === tag && candidate.index === index);
    if (!cost) throw new BuildError(`the script for ${tag} ${index} was not evaluated`);
    return cost.units;
  });
}

/** Runs every script of a written transaction, on the chain's own clock. `outputs` are all that it names. */
export function runScripts(
  transaction: Uint8Array,
  outputs: readonly TxOutput[],
  scripts: readonly Script[],
  { parameters, slots }: ChainTerms,
): ScriptCost[] {
  const { PlutusV1, PlutusV2, PlutusV3 } = parameters.costModels;
  const utxos = encodeResolved(outputs, scripts);
  const clock = new scalus.SlotConfig(slots.zeroTimeMs, slots.zeroSlot, slots.slotLengthMs);
  const costModels = [[...PlutusV1], [...PlutusV2], [...PlutusV3]];
  try {
    return scalus.Scalus.evalPlutusScripts(transaction, utxos, clock, costModels).map(
      ({ tag, index, budget: { memory: mem, steps } }) => ({
        tag: tag.toLowerCase(),
        index,
        units: { mem, steps },
      }),
    );
  } catch (error) {
    throw new BuildError(`the contract refuses the transaction: ${describeRefusal(error)}`);
  }
}

/** CBOR map of outputs by reference, each once. */
function encodeResolved(outputs: readonly TxOutput[], scripts: readonly Script[]): Uint8Array {
  const distinct = new Map(outputs.map((output) => [showRef(output.ref), output]));
  const entries = freeingCml(() =>
    [...distinct.values()].map(
      (output) => toCmlInput(output.ref).to_cbor_hex() + toCmlResolved(output, scripts).to_cbor_hex(),
    ),
  );
  return Uint8Array.from(Buffer.from(`bf${entries.join("")}ff`, "hex"));
}

function describeRefusal(error: unknown): string {
  const logs = (error as { logs?: unknown }).logs;
  const message = error instanceof Error ? error.message : String(error);
  return Array.isArray(logs) && logs.length > 0 ? `${message} (${logs.join("; ")})` : message;
}
