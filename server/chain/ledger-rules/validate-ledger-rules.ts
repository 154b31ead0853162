import { hexToBytes } from "@noble/hashes/utils";
import { type DecodedTransaction, decodeTransaction } from "@/server/domain/cardano/decode-transaction";
import type { Hex } from "@/server/domain/units";
import { BuildError } from "../transaction/build-error";
import { runScripts } from "../transaction/evaluate";
import { runScriptsByAiken } from "../transaction/evaluate-by-aiken";
import { REDEEMER_TAGS } from "../transaction/ledger-order";
import { askCquisitor } from "./cquisitor";
import type { LedgerState } from "./ledger-state";
import { overlookedProblems, unknownOutputs } from "./overlooked-rules";

/**
 * Every reason for which the ledger would refuse a signed transaction, in words; empty when it would accept
 * it. Phase 1: cquisitor, which shares no code with what built the bytes, and the rules that it overlooks.
 * Phase 2: two machines with the chain's own clock, scalus and Aiken's, must accept; cquisitor's is Aiken's, and is
 * taken where that clock is one of the three it knows.
 */
export function validateLedgerRules(signed: Hex, state: LedgerState): string[] {
  let transaction: DecodedTransaction;
  try {
    transaction = decodeTransaction(signed);
  } catch (error) {
    return [`the bytes cannot be read: ${(error as Error).message}`];
  }
  const unknown = unknownOutputs(transaction, state);
  if (unknown.length > 0) return unknown;
  const { phase1, phase2 } = askCquisitor(signed, transaction.openedAccounts, state);
  const unmet = [...phase1, ...overlookedProblems(transaction, signed.length / 2, state)];
  // Like the ledger, run no script where phase 1 already fails.
  if (unmet.length > 0) return unmet;
  const byAiken = phase2 ?? runBy({ name: "Aiken's machine", run: runScriptsByAiken }, { signed, transaction, state });
  return [...byAiken, ...runBy({ name: "scalus", run: runScripts }, { signed, transaction, state })];
}

type Machine = { readonly name: string; readonly run: typeof runScripts };
type Judged = { readonly signed: Hex; readonly transaction: DecodedTransaction; readonly state: LedgerState };

/** Runs the scripts of the final bytes; none may refuse, or need more than its redeemer declares. */
function runBy(machine: Machine, { signed, transaction: { redeemers }, state }: Judged): string[] {
  if (redeemers.length === 0) return [];
  try {
    const costs = machine.run(hexToBytes(signed), state.outputs, state.scripts, state.chain);
    return redeemers.flatMap(({ tag, index, mem, steps }) => {
      const script = `${REDEEMER_TAGS[Number(tag)]} ${index}`;
      const cost = costs.find((one) => `${one.tag} ${one.index}` === script)?.units;
      if (!cost) return [`${machine.name} did not run the script for ${script}`];
      if (cost.mem <= mem && cost.steps <= steps) return [];
      return [
        `by ${machine.name} the script for ${script} needs ${cost.mem}, ${cost.steps}; it is given ${mem}, ${steps}`,
      ];
    });
  } catch (error) {
    if (error instanceof BuildError) return [`${machine.name}: ${error.message}`];
    throw error;
  }
}
