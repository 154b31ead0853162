import path from "node:path";
import { Worker } from "node:worker_threads";
import type { Hex } from "@/server/domain/units";
import type { LedgerState } from "./ledger-state";
import { oneAtATime } from "./one-at-a-time";

/** `ledger`: all rules, of a signed transaction. `scripts`: what its scripts say, whether it is signed or not. */
export type Case = {
  readonly kind: "ledger" | "scripts";
  readonly transaction: Hex;
  readonly state: LedgerState;
};

/**
 * Has a transaction judged in a thread of its own, one after the other: every reason against it in words, empty if
 * there is none. Throws an Error if the judge fails or does not answer; then nothing is known of it.
 */
export const askJudge: (content: Case) => Promise<readonly string[]> = oneAtATime<Case>({
  start: () => new Worker(path.join(process.cwd(), "server", "chain", "ledger-rules", "judge-start.mjs")),
  // Far more than a full batch takes on a slow machine.
  mostMs: 120_000,
  // More than anybody asks at once; who waits longer tries again in a later round.
  mostWaiting: 64,
  mostWaitingMs: 600_000,
  // A thread that nobody needs gives its memory back.
  idleMs: 300_000,
});
