import { AsyncLocalStorage } from "node:async_hooks";
import { randomUUID } from "node:crypto";

/** What a line of the log belongs to. */
export type Correlation = {
  /** The request that is answered, by the id that its caller is told. */
  readonly requestId?: string;
  /** The run of a job, and which job it is. A run that a request asked for has both. */
  readonly runId?: string;
  readonly job?: string;
};

/** In lower case, as Node's headers are. */
export const REQUEST_ID_HEADER = "x-request-id";

const STORE = Symbol.for("daily-prize-oracle.correlation");
/** Next.js loads our modules apart from the front server, and more than once. */
const shared = globalThis as { [STORE]?: AsyncLocalStorage<Correlation> };
shared[STORE] ??= new AsyncLocalStorage();
const store = shared[STORE];

/** Runs `work`, to whose lines in the log these ids are added; what it was part of already stays. */
export function correlated<T>(ids: Correlation, work: () => T): T {
  return store.run({ ...store.getStore(), ...ids }, work);
}

/** What is under way now; empty outside of requests and runs. */
export function correlation(): Correlation {
  return store.getStore() ?? {};
}

/** What somebody is told, to be found in the log: the id of the run or request under way, if there is one. */
export function currentReference(): string {
  const { runId, requestId } = correlation();
  return runId ?? requestId ?? randomUUID();
}

/** As proxies write them: UUIDs, trace ids, base64. Nothing that could be taken for more than an id. */
const LOOKS_LIKE_ID = /^[\w.+/=-]{8,128}$/;

/** The id of a request: that of the trusted proxy in front of us, if it gave one, else a new one. */
export function requestIdOf(given: string | readonly string[] | undefined, isFromProxy: boolean): string {
  return isFromProxy && typeof given === "string" && LOOKS_LIKE_ID.test(given) ? given : randomUUID();
}
