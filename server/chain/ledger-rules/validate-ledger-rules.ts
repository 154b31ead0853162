import { type DecodedTransaction, decodeTransaction } from "@/server/domain/cardano/decode-transaction";
import type { Hex } from "@/server/domain/units";
import { askCquisitor } from "./cquisitor";
import type { LedgerState } from "./ledger-state";
import { overlookedProblems, unknownOutputs } from "./overlooked-rules";
import { judgeByTwoMachines } from "./two-machines";

/**
 * Every reason for which the ledger would refuse a signed transaction, in words; empty when it would accept
 * it. Phase 1: cquisitor, which shares no code with what built the bytes, and the rules that it overlooks.
 * Phase 2: two machines with the chain's own clock must agree; cquisitor is heard as well, where that clock is one of
 * the three it knows. It takes seconds: `askJudge` has it done in another thread.
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
  const scripts = judgeByTwoMachines({ transaction: signed, redeemers: transaction.redeemers, state });
  return [...(phase2 ?? []), ...scripts];
}
