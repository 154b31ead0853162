import { AsyncLocalStorage } from "node:async_hooks";
import type { ServerResponse } from "node:http";
import { RETRY_AFTER } from "./failure";

/** What was met while an answer was made. */
type Met = { databaseAway: boolean };

const ANSWERS = Symbol.for("daily-prize-oracle.answers");
/** Next.js loads our modules apart from the front server, and more than once. */
const shared = globalThis as { [ANSWERS]?: AsyncLocalStorage<Met> };
shared[ANSWERS] ??= new AsyncLocalStorage();
const answers = shared[ANSWERS];

/** The database was away for what is answered now. */
export function noteDatabaseAway(): void {
  const met = answers.getStore();
  if (met) met.databaseAway = true;
}

/** Next.js answers 500 for a page whatever failed. If it was the database it becomes 503: try again soon. */
export function answerAwayAs503(response: ServerResponse, answer: () => Promise<void>): Promise<void> {
  const met: Met = { databaseAway: false };
  const writeHead = response.writeHead.bind(response) as (...all: unknown[]) => ServerResponse;
  response.writeHead = (status: number, ...rest: unknown[]) => {
    if (status !== 500 || !met.databaseAway) return writeHead(status, ...rest);
    for (const [name, value] of Object.entries(RETRY_AFTER)) response.setHeader(name, value);
    return writeHead(503, ...rest);
  };
  return answers.run(met, answer);
}
