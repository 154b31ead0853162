import path from "node:path";
import { Worker } from "node:worker_threads";
import type { Hex } from "@/server/domain/units";
import type { LedgerState } from "./ledger-state";

/** `ledger`: all rules, of a signed transaction. `scripts`: what its scripts say, whether it is signed or not. */
export type Case = {
  readonly kind: "ledger" | "scripts";
  readonly transaction: Hex;
  readonly state: LedgerState;
};
export type Verdict = { readonly problems: readonly string[] } | { readonly failed: string };
export type Numbered<T> = { readonly number: number; readonly content: T };

/** Far more than a full batch takes on a slow machine. */
const MOST_MS = 120_000;
/** A thread that nobody needs gives its memory back. */
const IDLE_MS = 300_000;

type Waiting = { resolve(verdict: Verdict): void; reject(error: Error): void };
type Judge = { readonly thread: Worker; readonly waiting: Map<number, Waiting>; idle?: NodeJS.Timeout };

let judge: Judge | null = null;
let asked = 0;

/**
 * Has a transaction judged in a thread of its own, one after the other: every reason against it in words, empty if
 * there is none. Throws an Error if the judge fails or does not answer; then nothing is known of it.
 */
export async function askJudge(content: Case): Promise<readonly string[]> {
  judge ??= startJudge();
  const { thread, waiting, idle } = judge;
  clearTimeout(idle);
  const number = asked++;
  let late: NodeJS.Timeout | undefined;
  try {
    const verdict = await new Promise<Verdict>((resolve, reject) => {
      waiting.set(number, { resolve, reject });
      const words = `The transaction was not judged within ${MOST_MS / 1000} seconds.`;
      late = setTimeout(() => end(thread, words), MOST_MS);
      // While somebody waits, the process goes on.
      thread.ref();
      thread.postMessage({ number, content } satisfies Numbered<Case>);
    });
    if ("failed" in verdict) throw new Error(`The transaction could not be judged: ${verdict.failed}`);
    return verdict.problems;
  } finally {
    clearTimeout(late);
    waiting.delete(number);
    if (waiting.size === 0) rest(thread);
  }
}

function startJudge(): Judge {
  const program = path.join(process.cwd(), "server", "chain", "ledger-rules", "judge-start.mjs");
  const thread = new Worker(program);
  thread.on("message", ({ number, content }: Numbered<Verdict>) => {
    if (judge?.thread === thread) judge.waiting.get(number)?.resolve(content);
  });
  thread.on("error", (error) => end(thread, `The judge of transactions failed: ${error.message}`));
  thread.on("exit", (code) => end(thread, `The judge of transactions ended with code ${code}.`));
  return { thread, waiting: new Map() };
}

/** The next question starts a new one. */
function end(thread: Worker, words: string): void {
  if (judge?.thread !== thread) return;
  const { waiting, idle } = judge;
  judge = null;
  clearTimeout(idle);
  for (const { reject } of waiting.values()) reject(new Error(words));
  void thread.terminate();
}

function rest(thread: Worker): void {
  thread.unref();
  if (judge?.thread !== thread) return;
  judge.idle = setTimeout(() => end(thread, "It has rested."), IDLE_MS).unref();
}
