import { isLocked } from "@/server/chain/pool/is-locked";
import type { PoolScript } from "@/server/chain/pool/script";
import { isSameRef } from "@/server/domain/cardano/out-ref";
import type { ReferenceFault, ScriptRole } from "@/server/domain/contract/pool-fault";
import type { ChainSource, OutRef, TxOutput } from "@/server/domain/ports";
import { readMade } from "./read-act";

/** An output that should hold one of the pool's scripts, as the chain has it. */
export type Reference =
  /** Holds the script. "locked": nobody can ever spend it. "loose": somebody can, and has not yet. */
  | { readonly state: "locked" | "loose"; readonly ref: OutRef; readonly output: TxOutput }
  | { readonly state: "missing" | "spent" | "other-script"; readonly ref: OutRef | null; readonly output: null };

/** Both, as they stand. */
export type References = Readonly<Record<ScriptRole, Reference>>;

export const MISSING: Reference = { state: "missing", ref: null, output: null };

/** The hash of the script that the reference in this role holds. */
export function scriptIn(role: ScriptRole, script: PoolScript): string {
  return role === "pool" ? script.hash : script.governor.hash;
}

/**
 * How a reference stands at the source's tip: by the bytes of the transaction that made it, and, where somebody can
 * spend it, by what is unspent at its address.
 */
export async function lookAtReference(
  source: ChainSource,
  ref: OutRef,
  role: ScriptRole,
  script: PoolScript,
): Promise<Reference> {
  const made = await readMade(source, [ref]);
  return judgeReference(source, made(ref), { ref, role, script });
}

/** The same of both, where they should be; each of their transactions is read once. */
export async function lookAtReferences(
  source: ChainSource,
  refs: Readonly<Record<ScriptRole, OutRef>>,
  script: PoolScript,
): Promise<References> {
  const made = await readMade(source, Object.values(refs));
  const look = (role: ScriptRole) => judgeReference(source, made(refs[role]), { ref: refs[role], role, script });
  return { pool: await look("pool"), governor: await look("governor") };
}

type Judged = { readonly ref: OutRef; readonly role: ScriptRole; readonly script: PoolScript };

/** The same of an output that was read; null where it was not made. */
export async function judgeReference(
  source: ChainSource,
  output: TxOutput | null,
  { ref, role, script }: Judged,
): Promise<Reference> {
  if (!output) return { state: "missing", ref, output: null };
  if (output.referenceScriptHash !== scriptIn(role, script)) return { state: "other-script", ref, output: null };
  if (isLocked(output, script)) return { state: "locked", ref, output };
  const unspent = await source.unspentOutputs(output.address);
  const isUnspent = unspent.some((candidate) => isSameRef(candidate.ref, ref));
  return isUnspent ? { state: "loose", ref, output } : { state: "spent", ref, output: null };
}

/** What is wrong with these; empty if both are locked. */
export function referenceFaults(references: References): ReferenceFault[] {
  return (["pool", "governor"] as const).flatMap((role) => {
    const { state, ref } = references[role];
    return state === "locked" ? [] : [{ kind: "reference", role, state, ref } as const];
  });
}
