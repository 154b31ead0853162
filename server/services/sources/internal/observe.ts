import type { Database } from "@/db/client";
import { ChainSourceError, clockTime } from "@/server/chain/sources/error";
import type { Around } from "@/server/chain/sources/every-question";
import type { SourceState } from "@/server/domain/source/health";
import type { SourceName } from "@/server/domain/source/names";
import type { Logger } from "@/server/logger";
import { observeDuration } from "@/server/telemetry/measure";
import { inSpan } from "@/server/telemetry/tracing/trace";
import { type Circuit, CircuitOpen, isServersFault, makeCircuit } from "./circuit";
import { type Found, type HealthRow, writeFound } from "./health-rows";

/** One question that is not answered as it should be so often in a row is no accident. */
const SAME_QUESTION = 3;
const MOST_KEPT = 1_000;
/** So long another source is preferred then. */
const DOUBT_MS = 10 * 60_000;

type Held = {
  circuit: Circuit;
  /** Names the outage that the circuit is open for: when it ends at the earliest. */
  outage: number | null;
  state: SourceState;
  reason: string | null;
  nextTryMs: number | null;
  /** Questions that failed, and how often in a row. */
  failing: Map<string, number>;
  /** How often something new was found here, and the last of it being stored. */
  found: number;
  storing: Promise<void>;
};

/** What every question shows of a source, without one more of them. */
export type Observed = {
  around(name: SourceName): Around;
  /** Goes on from what `read` finds stored: another instance may have seen more. What is found here meanwhile stays. */
  follow(read: () => Promise<HealthRow[]>): Promise<HealthRow[]>;
};

type Observing = {
  readonly db: Database;
  readonly log: Logger;
  /** The only one with bytes is asked whatever happens: there is nobody else to ask. */
  readonly isAlone: boolean;
};

export function observeSources({ db, log, isAlone }: Observing): Observed {
  const held = new Map<SourceName, Held>();
  const heldOf = (name: SourceName): Held => {
    const found = held.get(name) ?? {
      circuit: makeCircuit(),
      outage: null,
      state: "good" as const,
      reason: null,
      nextTryMs: null,
      failing: new Map<string, number>(),
      found: 0,
      storing: Promise.resolve(),
    };
    held.set(name, found);
    return found;
  };

  async function note(name: SourceName, found: Found): Promise<void> {
    const mine = heldOf(name);
    mine.state = found.state;
    mine.reason = found.reason;
    mine.nextTryMs = found.nextTryMs ?? null;
    mine.outage = found.circuit?.nextTryMs ?? null;
    mine.found += 1;
    mine.storing = mine.storing
      .then(() => writeFound(db, name, found, Date.now()))
      .catch((error: unknown) => log.warn({ err: error, source: name }, "how a chain source is could not be stored"));
    await mine.storing;
  }

  async function noteAnswer(name: SourceName, question: string): Promise<void> {
    const { state, nextTryMs, circuit, failing } = heldOf(name);
    failing.delete(question);
    // A rest ends by its time: what was under way when it began, or another instance asks, may be answered still.
    const isBack = state === "away" || (state === "resting" && (isAlone || (nextTryMs ?? 0) <= Date.now()));
    if (isBack && (isAlone || circuit.record() === null)) await note(name, { state: "good", reason: null });
  }

  async function noteFailure(name: SourceName, error: ChainSourceError, question: string): Promise<void> {
    const mine = heldOf(name);
    const { retryAtMs } = error.details;
    if (retryAtMs !== undefined) {
      return note(name, { state: "resting", reason: error.message, nextTryMs: retryAtMs });
    }
    if (isServersFault(error, question)) {
      const circuit = mine.circuit.record();
      if (mine.state === "away" && mine.outage === (circuit?.nextTryMs ?? null)) return mine.storing;
      return note(name, { state: "away", reason: error.message, nextTryMs: circuit?.nextTryMs ?? null, circuit });
    }
    const times = (mine.failing.get(question) ?? 0) + 1;
    if (mine.failing.size >= MOST_KEPT) mine.failing.clear();
    mine.failing.set(question, times);
    if (times % SAME_QUESTION !== 0 || mine.state !== "good") return;
    await note(name, { state: "doubtful", reason: error.message, nextTryMs: Date.now() + DOUBT_MS });
  }

  return {
    around: (name) => async (ask, question) => {
      try {
        const { circuit } = heldOf(name);
        const answer = await timed(name, question, () => (isAlone ? ask() : circuit.put(ask, question)));
        await noteAnswer(name, question);
        return answer;
      } catch (error) {
        if (error instanceof CircuitOpen) throw leftAlone(name, heldOf(name));
        if (error instanceof ChainSourceError) await noteFailure(name, error, question);
        throw error;
      }
    },
    async follow(read) {
      await Promise.all([...held.values()].map(({ storing }) => storing));
      const before = new Map([...held].map(([name, { found }]) => [name, found]));
      const rows = await read();
      for (const { name, state, reason, nextTryMs, circuit } of rows) {
        const mine = heldOf(name);
        if (mine.found !== (before.get(name) ?? 0)) continue;
        const outage = circuit?.nextTryMs ?? null;
        if (outage !== mine.outage) mine.circuit = makeCircuit(circuit);
        Object.assign(mine, { state, reason, nextTryMs, outage });
      }
      return rows;
    },
  };
}

const nameOf = (question: string) => question.replace(/[^a-zA-Z].*$/s, "");

/** A question's name has its arguments behind it; only the name is told. */
async function timed<T>(source: SourceName, question: string, ask: () => Promise<T>): Promise<T> {
  const fromMs = performance.now();
  const note = (outcome: string) => {
    const labels = { source, question: nameOf(question), outcome };
    observeDuration("oracle_source_call_duration_seconds", labels, fromMs);
  };
  try {
    const answer = await inSpan(`source ${source}`, { question: nameOf(question), "span.kind": "client" }, ask);
    note("answered");
    return answer;
  } catch (error) {
    // What was not sent took no time.
    if (!(error instanceof CircuitOpen)) note(error instanceof ChainSourceError ? error.kind : "failed");
    throw error;
  }
}

function leftAlone(name: SourceName, { circuit, reason }: Held): ChainSourceError {
  const retryAtMs = circuit.record()?.nextTryMs ?? Date.now();
  const text = `it is left alone until ${clockTime(retryAtMs)}. Why: ${reason ?? "it did not answer"}`;
  return new ChainSourceError("unavailable", name, text, { retryAtMs });
}
