import { parentPort } from "node:worker_threads";
import { decodeTransaction } from "@/server/domain/cardano/decode-transaction";
import { hasPanicked } from "../transaction/wasm-panic";
import type { Case } from "./ask-judge";
import type { Verdict } from "./one-at-a-time";
import { judgeByTwoMachines } from "./two-machines";
import { validateLedgerRules } from "./validate-ledger-rules";

/* The thread in which transactions are judged: it takes seconds, in which nobody else should have to wait. */

/**
 * Aiken's machine keeps some 45 MB of each full batch for ever, and WebAssembly gives no memory back before its thread
 * ends. From 2 GB on a batch took 40 s; at 4 GB none is possible.
 */
const MOST_KEPT_BYTES = 512 << 20;

const isWorn = (): boolean => hasPanicked() || process.memoryUsage().external > MOST_KEPT_BYTES;

function judge(asked: Case): readonly string[] {
  if (asked.kind === "ledger") return validateLedgerRules(asked.transaction, asked.state);
  const { redeemers } = decodeTransaction(asked.transaction);
  return judgeByTwoMachines({ ...asked, redeemers });
}

parentPort?.on("message", (asked: Case) => {
  const answer = (verdict: Verdict) => parentPort?.postMessage(verdict);
  try {
    const problems = judge(asked);
    answer({ problems, isLast: isWorn() });
  } catch (error) {
    answer({ failed: error instanceof Error ? error.message : String(error) });
  }
});
