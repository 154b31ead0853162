import type { Worker } from "node:worker_threads";

/** What a thread answers: what is wrong, or that it could not find out. `isLast`: it must not be asked again. */
export type Verdict = { readonly problems: readonly string[]; readonly isLast: boolean } | { readonly failed: string };

type Terms = {
  readonly start: () => Worker;
  /** For the work on one question, the start of its thread included. */
  readonly mostMs: number;
  /** How many questions may wait besides the one in work, and how long each. */
  readonly mostWaiting: number;
  readonly mostWaitingMs: number;
  /** After which a thread that nobody asks is ended. */
  readonly idleMs: number;
};

type Question<Content> = {
  readonly content: Content;
  readonly resolve: (problems: readonly string[]) => void;
  readonly reject: (error: Error) => void;
  late: NodeJS.Timeout;
};

const seconds = (ms: number) => `${ms / 1000} seconds`;

/**
 * Has questions answered by a thread, one after the other. A thread that fails, ends or is late takes its own question
 * with it and no other: the next one gets a new thread, since nobody knows what state that one was left in.
 */
export function oneAtATime<Content>(terms: Terms): (content: Content) => Promise<readonly string[]> {
  const queue: Question<Content>[] = [];
  let thread: Worker | null = null;
  let inWork: Question<Content> | null = null;
  let idle: NodeJS.Timeout | undefined;

  function next(): void {
    if (inWork) return;
    const question = queue.shift();
    if (!question) {
      rest();
      return;
    }
    clearTimeout(idle);
    clearTimeout(question.late);
    inWork = question;
    try {
      put(question);
    } catch (error) {
      take()?.reject(new Error(`The judge of transactions failed: ${error instanceof Error ? error.message : error}`));
      next();
    }
  }

  /** Throws where no thread can be started. */
  function put(question: Question<Content>): void {
    const asked = thread ?? begin();
    thread = asked;
    // While somebody waits, the process goes on.
    asked.ref();
    question.late = setTimeout(
      () => end(asked, `The transaction was not judged within ${seconds(terms.mostMs)}.`),
      terms.mostMs,
    );
    asked.postMessage(question.content);
  }

  function begin(): Worker {
    const started = terms.start();
    started.on("message", (verdict: Verdict) => {
      if (thread !== started) return;
      if ("failed" in verdict) {
        end(started, `The transaction could not be judged: ${verdict.failed}`);
        return;
      }
      take()?.resolve(verdict.problems);
      if (verdict.isLast) end(started, "It has answered its last question.");
      else next();
    });
    started.on("error", (error) => end(started, `The judge of transactions failed: ${error.message}`));
    started.on("exit", (code) => end(started, `The judge of transactions ended with code ${code}.`));
    return started;
  }

  function take(): Question<Content> | null {
    const question = inWork;
    inWork = null;
    clearTimeout(question?.late);
    return question;
  }

  function end(ended: Worker, words: string): void {
    if (thread !== ended) return;
    thread = null;
    void ended.terminate();
    take()?.reject(new Error(words));
    next();
  }

  function rest(): void {
    const resting = thread;
    if (!resting) return;
    resting.unref();
    clearTimeout(idle);
    idle = setTimeout(() => end(resting, "It has rested."), terms.idleMs).unref();
  }

  function giveUp(question: Question<Content>): void {
    queue.splice(queue.indexOf(question), 1);
    question.reject(new Error(`The transaction was not reached within ${seconds(terms.mostWaitingMs)}.`));
  }

  return (content) =>
    new Promise((resolve, reject) => {
      if (queue.length >= terms.mostWaiting) {
        return reject(new Error(`${queue.length} transactions wait to be judged already.`));
      }
      const late = setTimeout(() => giveUp(question), terms.mostWaitingMs);
      const question: Question<Content> = { content, resolve, reject, late };
      queue.push(question);
      next();
    });
}
