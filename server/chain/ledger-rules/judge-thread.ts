import { parentPort } from "node:worker_threads";
import { decodeTransaction } from "@/server/domain/cardano/decode-transaction";
import type { Case } from "./ask-judge";
import type { Verdict } from "./one-at-a-time";
import { judgeByTwoMachines } from "./two-machines";
import { validateLedgerRules } from "./validate-ledger-rules";

/* The thread in which transactions are judged: it takes seconds, in which nobody else should have to wait. */

function judge(asked: Case): readonly string[] {
  if (asked.kind === "ledger") return validateLedgerRules(asked.transaction, asked.state);
  const { redeemers } = decodeTransaction(asked.transaction);
  return judgeByTwoMachines({ ...asked, redeemers });
}

parentPort?.on("message", (asked: Case) => {
  const answer = (verdict: Verdict) => parentPort?.postMessage(verdict);
  try {
    answer({ problems: judge(asked) });
  } catch (error) {
    answer({ failed: error instanceof Error ? error.message : String(error) });
  }
});
