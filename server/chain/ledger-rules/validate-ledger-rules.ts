import { hexToBytes } from "@noble/hashes/utils";
import { type DecodedTransaction, decodeTransaction } from "@/server/domain/cardano/decode-transaction";
import type { Hex } from "@/server/domain/units";
import { BuildError } from "../transaction/build-error";
import { runScripts } from "../transaction/evaluate";
import { askCquisitor } from "./cquisitor";
import type { LedgerState } from "./ledger-state";
import { overlookedProblems, unknownOutputs } from "./overlooked-rules";

/**
 * Every reason for which the ledger would refuse a signed transaction, in words; empty when it would accept
 * it. Phase 1: cquisitor, which shares no code with what built the bytes, and the rules that it overlooks.
 * Phase 2: scalus with the chain's own clock, and cquisitor too where that clock is one of the three it
 * knows; then both must accept.
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
  return [...(phase2 ?? []), ...runByScalus(signed, transaction, state)];
}

/** Redeemers' tags (Conway CDDL, `redeemer_tag`). */
const TAGS = ["spend", "mint", "cert", "reward", "voting", "proposing"];

/** Runs the scripts of the final bytes; none may refuse, or need more than its redeemer declares. */
function runByScalus(
  signed: Hex,
  { redeemers }: DecodedTransaction,
  { outputs, scripts, chain }: LedgerState,
): string[] {
  if (redeemers.length === 0) return [];
  try {
    const costs = runScripts(hexToBytes(signed), outputs, scripts, chain);
    return redeemers.flatMap(({ tag, index, mem, steps }) => {
      const name = `${TAGS[Number(tag)]} ${index}`;
      const cost = costs.find((one) => `${one.tag} ${one.index}` === name)?.units;
      if (!cost) return [`the script for ${name} was not run`];
      if (cost.mem <= mem && cost.steps <= steps) return [];
      return [`the script for ${name} needs ${cost.mem}, ${cost.steps}; it is given ${mem}, ${steps}`];
    });
  } catch (error) {
    if (error instanceof BuildError) return [error.message];
    throw error;
  }
}
