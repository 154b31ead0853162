import type { z } from "zod";
import { speakOurWords } from "@/server/domain/wrong-value";
import { isTimeout } from "@/server/http/connection-problem";
import { ChainSourceError, type ChainSourceErrorDetails, type ChainSourceErrorKind, clockTime } from "../error";
import { AnswerTooLarge, type HttpAnswer, type Question, type Send } from "./answer";
import { type Endpoint, withoutSecrets } from "./endpoint";
import { type Budget, createGate, type Gate, leftAloneUntil, type Waits } from "./gate";
import { RefusedJson, readJson } from "./read-json";
import { describeBody, describeNetworkError, describeRefusal, isWorthAnotherTry } from "./refusals";
import { type Attempt, DEFAULT_RETRY, type RetryPolicy, withRetries } from "./retry";

speakOurWords();

/** How long a read may take, and how often it is tried. */
export type Patience = {
  readonly timeoutMs?: number | undefined;
  readonly retry?: RetryPolicy | undefined;
  /** Shared with whoever else asks the server; nothing is counted without one. */
  readonly budget?: Budget | undefined;
};

export const DEFAULT_TIMEOUT_MS = 10_000;

export type JsonServer = Patience & {
  readonly endpoint: Endpoint;
  readonly transport: (endpoint: Endpoint, gate: Gate, timeoutMs: number) => Send;
  /** Whether a 404 says in the API's own form that what was asked for is not known. Other 404s are of no such route. */
  readonly isNotFound: (body: string) => boolean;
  /** Statuses of answers; 200 without it. */
  readonly good?: readonly number[];
  /** How long it wants to be left alone after a refusal that names no time. */
  readonly waits?: Waits;
  /** The text `null` is the API's own form of what it does not know. */
  readonly nullIsUnknown?: boolean;
};

type MakeError = (kind: ChainSourceErrorKind, text: string, details?: ChainSourceErrorDetails) => ChainSourceError;

/** Validated reads of one server that answers in JSON. Everything throws `ChainSourceError`. */
export type JsonClient = {
  readonly name: string;
  readonly endpoint: Endpoint;
  readonly gate: Gate;
  /** The answer, or null when the server answers in the API's own form that it does not know (404). */
  ask<S extends z.ZodType>(question: Question, schema: S): Promise<z.output<S> | null>;
  /** The answer of something that every server has: 404 means that this one lacks it. */
  demand<S extends z.ZodType>(question: Question, schema: S): Promise<z.output<S>>;
  readonly error: MakeError;
};

export function createJsonClient(server: JsonServer): JsonClient {
  const { endpoint, isNotFound, good = [200], nullIsUnknown = false } = server;
  const timeoutMs = server.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  const retry = server.retry ?? DEFAULT_RETRY;
  const gate = createGate(retry.maxDelayMs, server.budget);
  const send = server.transport(endpoint, gate, timeoutMs);
  const error: MakeError = (kind, text, details) =>
    new ChainSourceError(kind, endpoint.name, withoutSecrets(endpoint, text), details);

  async function attempt(question: Question): Promise<Attempt<unknown>> {
    const { path } = question;
    let answer: HttpAnswer;
    try {
      answer = await send(question);
    } catch (cause) {
      const closed = gate.closed();
      if (closed) return { error: error("rate-limited", closed.reason, { retryAtMs: closed.untilMs }), again: false };
      if (cause instanceof AnswerTooLarge) {
        const text = `the answer to ${path} is refused: ${cause.message}.`;
        return { error: error("wrong-answer", text, { isTooLarge: true }), again: false };
      }
      const again = !(retry.notAfterTimeout && isTimeout(cause));
      return { error: error("unreachable", describeNetworkError(cause, path, timeoutMs)), again };
    }
    const { status, body } = answer;
    if (body === null) {
      const text = `the answer to ${path} (status ${status}) should be a value in JSON, but is no UTF-8. Check the address.`;
      return { error: error("wrong-answer", text, { status }), again: isWorthAnotherTry(status) };
    }
    if (status === 404 && isNotFound(body)) return { value: null };
    return good.includes(status) ? readValue(path, body) : readRefusal(path, { ...answer, body });
  }

  function readValue(path: string, body: string): Attempt<unknown> {
    let problem = "is";
    try {
      const value = readJson(body);
      if (value !== null || nullIsUnknown) return { value };
    } catch (cause) {
      if (cause instanceof RefusedJson) problem = cause.problem;
    }
    const text = `the answer to ${path} should be a value in JSON, but ${problem} ${describeBody(body)}. Check the address.`;
    return { error: error("wrong-answer", text), again: false };
  }

  function readRefusal(
    path: string,
    { status, body, header }: HttpAnswer & { readonly body: string },
  ): Attempt<unknown> {
    const { kind, text } = describeRefusal({ status, path, body, location: header("location") }, endpoint.words);
    const nowMs = Date.now();
    const untilMs = leftAloneUntil({ status, retryAfter: header("retry-after"), waits: server.waits }, nowMs);
    if (untilMs === null) {
      const details = kind === "rate-limited" ? { status, retryAtMs: nowMs + retry.maxDelayMs } : { status };
      return { error: error(kind, text, details), again: isWorthAnotherTry(status) };
    }
    const reason = `${text} Nothing is sent to it before ${clockTime(untilMs)}.`;
    gate.close(untilMs, reason);
    const details = { status, retryAtMs: untilMs };
    return { error: error("rate-limited", reason, details), again: true, waitMs: untilMs - nowMs };
  }

  async function ask<S extends z.ZodType>(question: Question, schema: S) {
    const answer = await withRetries(retry, () => attempt(question));
    if (answer === null) return null;
    const parsed = schema.safeParse(answer);
    if (parsed.success) return parsed.data;
    throw error(
      "wrong-answer",
      `the answer to ${question.path} is not what it should be: ${describeIssue(parsed.error, answer)}.`,
    );
  }

  return {
    name: endpoint.name,
    endpoint,
    gate,
    error,
    ask,
    async demand(question, schema) {
      const answer = await ask(question, schema);
      if (answer !== null) return answer;
      const check = `Check that the address has its path (as in ${endpoint.words.example}), or use a server that offers it.`;
      throw error("not-supported", `there is no ${question.path} (404). ${check}`);
    },
  };
}

/** Where an answer is wrong, what was expected there, and what came. */
export function describeIssue({ issues: [issue] }: z.ZodError, answer: unknown): string {
  const steps = issue?.path ?? [];
  let came = answer;
  for (const step of steps) came = (came as Record<PropertyKey, unknown> | undefined)?.[step];
  const shown = JSON.stringify(came) ?? "nothing";
  const where = steps.length > 0 ? steps.join(".") : "the whole answer";
  return `${where}: ${issue?.message}; it is ${shown.length > 80 ? `${shown.slice(0, 80)}…` : shown}`;
}
