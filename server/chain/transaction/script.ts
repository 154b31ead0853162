import type { TxOutput } from "@/server/domain/ports";
import type { Hex } from "@/server/domain/units";

/** A Plutus V3 script as the ledger holds and prices it: flat bytes in one CBOR byte string. */
export type Script = { readonly bytes: Uint8Array; readonly hash: Hex };

/** The script with this hash; null where none of these has it. */
export function scriptByHash(scripts: readonly Script[], hash: Hex | null): Script | null {
  return scripts.find((candidate) => candidate.hash === hash) ?? null;
}

/** The bytes of scripts in inputs and reference inputs: the fee depends on them. */
export function referenceScriptBytes(
  outputs: readonly Pick<TxOutput, "referenceScriptHash">[],
  scripts: readonly Script[],
): number {
  return outputs.reduce(
    (sum, { referenceScriptHash }) => sum + (scriptByHash(scripts, referenceScriptHash)?.bytes.length ?? 0),
    0,
  );
}
