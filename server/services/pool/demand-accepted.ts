import { askJudge } from "@/server/chain/ledger-rules/ask-judge";
import type { LedgerState } from "@/server/chain/ledger-rules/ledger-state";
import type { Hex } from "@/server/domain/units";
import { Disagreement } from "../disagreement";

/**
 * Has a signed transaction judged by another library's ledger rules, and its scripts run by two machines, in another
 * thread. `state` is the ledger that it is for. Throws a Disagreement that names every reason against it.
 */
export async function demandAccepted(txHash: Hex, signed: Hex, state: LedgerState): Promise<void> {
  const reasons = await askJudge({ kind: "ledger", transaction: signed, state });
  if (reasons.length === 0) return;
  const what = `transaction ${txHash} would be refused by the ledger, so it is neither stored nor sent`;
  throw new Disagreement(`${what}: ${reasons.join("; ")}`);
}
