import type { PoolScript } from "@/server/chain/pool/script";
import { compareRefs } from "@/server/domain/cardano/out-ref";
import type { ScriptRole } from "@/server/domain/contract/pool-fault";
import type { ChainSource, OutRef } from "@/server/domain/ports";
import {
  judgeReference,
  lookAtReference,
  MISSING,
  type Reference,
  type References,
  scriptIn,
} from "./look-at-reference";
import { readMade } from "./read-act";

/** The best first. */
const ORDER: readonly Reference["state"][] = ["locked", "loose", "spent", "other-script", "missing"];

/**
 * The pool's references: those that its first transaction named, if nobody can spend them; else those that anybody made
 * since at the pool's own address, of which any serves; else the first again, as they stand.
 */
export async function findReferences(
  source: ChainSource,
  named: readonly OutRef[],
  script: PoolScript,
): Promise<References> {
  const first = await referencesAmong(source, named, script);
  if (first.pool.state === "locked" && first.governor.state === "locked") return first;
  const made = await findLocked(source, script);
  const better = (role: ScriptRole) => (first[role].state === "locked" ? first[role] : (made[role] ?? first[role]));
  return { pool: better("pool"), governor: better("governor") };
}

/** Of each script the best of these outputs. */
async function referencesAmong(source: ChainSource, named: readonly OutRef[], script: PoolScript): Promise<References> {
  const made = await readMade(source, named);
  const judge = async (role: ScriptRole): Promise<Reference> => {
    let best = MISSING;
    for (const ref of named) {
      const output = made(ref);
      // One that holds the other script says nothing about this.
      if (output && output.referenceScriptHash !== scriptIn(role, script)) continue;
      const seen = await judgeReference(source, output, { ref, role, script });
      if (ORDER.indexOf(seen.state) < ORDER.indexOf(best.state)) best = seen;
    }
    return best;
  };
  return { pool: await judge("pool"), governor: await judge("governor") };
}

/**
 * References at the pool's own address, where nobody can spend them: of each script the first by its ref, once the
 * bytes of its transaction show it. Null where there is none.
 */
export async function findLocked(
  source: ChainSource,
  script: PoolScript,
): Promise<Readonly<Record<ScriptRole, Reference | null>>> {
  const there = await source.unspentOutputs(script.address);
  const find = async (role: ScriptRole): Promise<Reference | null> => {
    const told = there.filter(({ referenceScriptHash }) => referenceScriptHash === scriptIn(role, script));
    // What else an output holds, the scripts that refer to it would be given too.
    const plain = told.filter(({ assets, inlineDatum, datumHash }) => {
      return Object.keys(assets).length === 0 && inlineDatum === null && datumHash === null;
    });
    for (const { ref } of plain.sort((a, b) => compareRefs(a.ref, b.ref))) {
      const seen = await lookAtReference(source, ref, role, script);
      if (seen.state === "locked") return seen;
    }
    return null;
  };
  return { pool: await find("pool"), governor: await find("governor") };
}
