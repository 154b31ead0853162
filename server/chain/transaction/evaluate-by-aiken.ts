import { eval_phase_two_raw } from "@lucid-evolution/uplc";
import type { TxOutput } from "@/server/domain/ports";
import { BuildError } from "./build-error";
import { CML, freeingCml, toCmlCostModels, toCmlInput, toCmlResolved } from "./cml";
import type { ChainTerms, ScriptCost } from "./evaluate";
import { REDEEMER_TAGS } from "./ledger-order";
import type { Script } from "./script";
import { notePanic } from "./wasm-panic";

/**
 * As `runScripts`, by Aiken's machine, from another code base. It copies a list at each step and takes seconds for a
 * full batch, so it judges what is about to be sent and does not search for costs.
 */
export function runScriptsByAiken(
  transaction: Uint8Array,
  outputs: readonly TxOutput[],
  scripts: readonly Script[],
  { parameters, slots }: ChainTerms,
): ScriptCost[] {
  return freeingCml(() => {
    const answers = asking(() =>
      eval_phase_two_raw(
        transaction,
        outputs.map(({ ref }) => toCmlInput(ref).to_cbor_bytes()),
        outputs.map((output) => toCmlResolved(output, scripts).to_cbor_bytes()),
        toCmlCostModels(parameters.costModels).to_cbor_bytes(),
        parameters.maxTxExSteps,
        parameters.maxTxExMem,
        BigInt(slots.zeroTimeMs),
        BigInt(slots.zeroSlot),
        slots.slotLengthMs,
      ),
    );
    return answers.map((bytes) => {
      const redeemer = CML.LegacyRedeemer.from_cbor_bytes(bytes);
      const units = redeemer.ex_units();
      return {
        tag: REDEEMER_TAGS[redeemer.tag()] ?? "unknown",
        index: Number(redeemer.index()),
        units: { mem: units.mem(), steps: units.steps() },
      };
    });
  });
}

/** The machine throws texts. */
function asking<T>(evaluate: () => T): T {
  try {
    return evaluate();
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    // A cost model that is cut short does it, for example.
    if (notePanic(error)) throw new BuildError(`the machine panics (${words})`);
    throw new BuildError(`the contract refuses the transaction: ${words}`);
  }
}
