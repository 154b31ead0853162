import { hexToBytes } from "@noble/hashes/utils";
import type { DecodedRedeemer } from "@/server/domain/cardano/decode-transaction";
import type { Hex } from "@/server/domain/units";
import { BuildError } from "../transaction/build-error";
import { runScripts, type ScriptCost } from "../transaction/evaluate";
import { runScriptsByAiken } from "../transaction/evaluate-by-aiken";
import type { ExUnits } from "../transaction/fee";
import { REDEEMER_TAGS } from "../transaction/ledger-order";
import type { LedgerState } from "./ledger-state";

export type Judged = {
  /** Signed or not: no script sees signatures. */
  readonly transaction: Hex;
  readonly redeemers: readonly DecodedRedeemer[];
  readonly state: Pick<LedgerState, "outputs" | "scripts" | "chain">;
};

type Outcome = { readonly costs: readonly ScriptCost[] } | { readonly refused: string };

/**
 * Runs every script of a transaction by two machines of different code, scalus and Aiken's: neither may refuse one, or
 * need more for it than its redeemer declares, and both must say the same of it, to the unit. Where they differ one of
 * them does not judge as the ledger does, and nobody knows which. In words; empty when all is well.
 */
export function judgeByTwoMachines(judged: Judged): string[] {
  if (judged.redeemers.length === 0) return [];
  const scalus = outcomeOf(judged, runScripts);
  const aiken = outcomeOf(judged, runScriptsByAiken);
  if ("refused" in scalus && "refused" in aiken) {
    return [`scalus: ${scalus.refused}`, `Aiken's machine: ${aiken.refused}`];
  }
  if ("refused" in scalus) return [differing(`Aiken's accepts it; scalus: ${scalus.refused}`)];
  if ("refused" in aiken) return [differing(`scalus accepts it; Aiken's: ${aiken.refused}`)];
  return judged.redeemers.flatMap((redeemer) => compare(redeemer, scalus.costs, aiken.costs));
}

function compare({ tag, index, mem, steps }: DecodedRedeemer, ...all: readonly (readonly ScriptCost[])[]): string[] {
  const script = `${REDEEMER_TAGS[Number(tag)]} ${index}`;
  const [scalus, aiken] = all.map((costs) => costs.find((one) => `${one.tag} ${one.index}` === script)?.units);
  if (!scalus || !aiken) return [`${scalus ? "Aiken's machine" : "scalus"} did not run the script for ${script}`];
  if (scalus.mem !== aiken.mem || scalus.steps !== aiken.steps) {
    return [differing(`the script for ${script} needs ${show(scalus)} by scalus, ${show(aiken)} by Aiken's`)];
  }
  if (scalus.mem <= mem && scalus.steps <= steps) return [];
  return [`the script for ${script} needs ${show(scalus)}; it is given ${show({ mem, steps })}`];
}

function differing(how: string): string {
  return `the two machines that run scripts differ: ${how}`;
}

function outcomeOf({ transaction, state }: Judged, run: typeof runScripts): Outcome {
  try {
    return { costs: run(hexToBytes(transaction), state.outputs, state.scripts, state.chain) };
  } catch (error) {
    if (error instanceof BuildError) return { refused: error.message };
    throw error;
  }
}

function show({ mem, steps }: ExUnits): string {
  return `${mem} memory and ${steps} steps`;
}
