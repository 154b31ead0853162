import {
  BrokenCircuitError,
  ConsecutiveBreaker,
  circuitBreaker,
  decorrelatedJitterGenerator,
  ExponentialBackoff,
  handleType,
  type IBackoff,
} from "cockatiel";
import { ChainSourceError } from "@/server/chain/sources/error";
import type { CircuitRecord } from "@/server/domain/source/health";
import type { PosixMs } from "@/server/domain/units";

/** The first wait, and the longest, before a source that failed is tried again: about these, with jitter. */
const FIRST_MS = 5_000;
const LONGEST_MS = 120_000;

/** The circuit breaker of one source in this process. Another instance goes on from its record. */
export type Circuit = {
  /** Puts a question. Throws CircuitOpen, and puts none, while the source is left alone. */
  put<Answer>(ask: () => Promise<Answer>, question: string): Promise<Answer>;
  /** Null while it is closed: then everything may be asked. */
  record(): CircuitRecord | null;
};

export class CircuitOpen extends Error {}

/** What no stranger has any part in. */
const OF_THE_SERVER_ITSELF = /^(tip|genesis|parameters)$/;

/**
 * The server does not answer or refuses us, whatever it is asked. The adapter has tried again, so once is enough:
 * another source is there. Where only the answer to one question is wrong, a stranger may have caused it.
 */
export function isServersFault(error: unknown, question: string): boolean {
  if (!(error instanceof ChainSourceError) || error.details.retryAtMs !== undefined) return false;
  return (
    OF_THE_SERVER_ITSELF.test(question) ||
    ["unreachable", "unavailable", "unauthorised", "wrong-network"].includes(error.kind)
  );
}

/** A failure that opens the circuit. */
class Fault extends Error {
  constructor(override readonly cause: unknown) {
    super("the server is at fault");
  }
}

/** A circuit as `record` says; closed without one. */
export function makeCircuit(from: CircuitRecord | null = null): Circuit {
  const backoff = new ToldBackoff();
  const policy = circuitBreaker(handleType(Fault), {
    breaker: new ConsecutiveBreaker(1),
    halfOpenAfter: backoff,
    ...(from ? { initialState: from.state } : {}),
  });
  if (from) backoff.setEnd(from.nextTryMs, openedAtOf(from.state));
  return {
    async put(ask, question) {
      try {
        return await policy.execute(() => ask().catch((error: unknown) => Promise.reject(faultOf(error, question))));
      } catch (error) {
        if (error instanceof BrokenCircuitError) throw new CircuitOpen("it is left alone");
        throw error instanceof Fault ? error.cause : error;
      }
    },
    record() {
      const state: unknown = JSON.parse(JSON.stringify(policy.toJSON()));
      const openedMs = openedAtOf(state);
      return openedMs === null ? null : { state, nextTryMs: Math.ceil(openedMs + backoff.duration) };
    },
  };
}

const faultOf = (error: unknown, question: string) => (isServersFault(error, question) ? new Fault(error) : error);

/** When the circuit was opened, by the library's own record; null while it is closed. */
function openedAtOf(state: unknown): PosixMs | null {
  const own = typeof state === "object" && state !== null && "ownState" in state ? state.ownState : null;
  return typeof own === "object" && own !== null && "openedAt" in own ? Number(own.openedAt) : null;
}

/** The library's waits, told to whoever shows them, and set to what another instance has drawn. */
class ToldBackoff implements IBackoff<unknown> {
  readonly #factory = new ExponentialBackoff({
    initialDelay: FIRST_MS,
    maxDelay: LONGEST_MS,
    generator: decorrelatedJitterGenerator,
  });
  #drawn: IBackoff<unknown> | null = null;
  duration = 0;

  next(context?: unknown): IBackoff<unknown> {
    // The first of an outage is asked of the factory, with the number 1.
    const isFirst = typeof context === "object" && context !== null && "attempt" in context && context.attempt === 1;
    this.#drawn = isFirst || this.#drawn === null ? this.#factory.next() : this.#drawn.next(context);
    this.duration = this.#drawn.duration;
    return this;
  }

  setEnd(nextTryMs: PosixMs, openedMs: PosixMs | null): void {
    if (openedMs !== null) this.duration = Math.max(0, nextTryMs - openedMs);
  }
}
