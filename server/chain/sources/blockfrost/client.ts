import type { z } from "zod";
import { speakOurWords } from "@/server/domain/wrong-value";
import { ChainSourceError, type ChainSourceErrorDetails, type ChainSourceErrorKind, clockTime } from "../error";
import { type Attempt, DEFAULT_RETRY, type RetryPolicy, withRetries } from "../retry";
import { checkEndpoint, type Endpoint, withoutSecrets } from "./endpoint";
import { createGate, type Gate, leftAloneUntil } from "./gate";
import { isNotFound, RefusedJson, readJson } from "./read-json";
import { describeBody, describeNetworkError, describeRefusal, isWorthAnotherTry } from "./refusals";
import { AnswerTooLarge, createTransport, type HttpAnswer, type Query } from "./transport";

speakOurWords();

export type BlockfrostOptions = {
  /** Base address with its path prefix if it has one, as in https://cardano-preprod.blockfrost.io/api/v0 */
  readonly url: string;
  readonly projectId?: string | undefined;
  /** For messages; the host when left out. */
  readonly name?: string | undefined;
  /** How long one read may take. */
  readonly timeoutMs?: number;
  /** How long a submission may take; it is never repeated here. */
  readonly submitTimeoutMs?: number;
  readonly retry?: RetryPolicy;
};

type MakeError = (kind: ChainSourceErrorKind, text: string, details?: ChainSourceErrorDetails) => ChainSourceError;

/** Validated reads of one Blockfrost-compatible server. Everything throws `ChainSourceError`. */
export type BlockfrostClient = {
  readonly name: string;
  readonly endpoint: Endpoint;
  readonly gate: Gate;
  /** The answer, or null when the server answers in the API's own form that it does not know (404). */
  get<S extends z.ZodType>(path: string, schema: S, query?: Query): Promise<z.output<S> | null>;
  /** The answer of something that every server has: 404 means that this one lacks it. */
  need<S extends z.ZodType>(path: string, schema: S): Promise<z.output<S>>;
  readonly error: MakeError;
};

const DEFAULT_TIMEOUT_MS = 10_000;

export function createBlockfrostClient(options: BlockfrostOptions): BlockfrostClient {
  const endpoint = checkEndpoint(options);
  const timeoutMs = options.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  const retry = options.retry ?? DEFAULT_RETRY;
  const gate = createGate(retry.maxDelayMs);
  const send = createTransport(endpoint, gate, timeoutMs);
  const error: MakeError = (kind, text, details) =>
    new ChainSourceError(kind, endpoint.name, withoutSecrets(endpoint, text), details);

  async function attempt(path: string, query: Query): Promise<Attempt<unknown>> {
    let answer: HttpAnswer;
    try {
      answer = await send(path, query);
    } catch (cause) {
      const closed = gate.closed();
      if (closed) return { error: error("rate-limited", closed.reason, { retryAtMs: closed.untilMs }), again: false };
      if (cause instanceof AnswerTooLarge) {
        return { error: error("wrong-answer", `the answer to ${path} is refused: ${cause.message}.`), again: false };
      }
      return { error: error("unreachable", describeNetworkError(cause, path, timeoutMs)), again: true };
    }
    const { status, body } = answer;
    if (body === null) {
      const text = `the answer to ${path} (status ${status}) should be a value in JSON, but is no UTF-8. Check the address.`;
      return { error: error("wrong-answer", text, { status }), again: isWorthAnotherTry(status) };
    }
    if (status === 404 && isNotFound(body)) return { value: null };
    return status === 200 ? readValue(path, body) : readRefusal(path, { ...answer, body });
  }

  function readValue(path: string, body: string): Attempt<unknown> {
    let problem = "is";
    try {
      const value = readJson(body);
      if (value !== null) return { value };
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
    const { kind, text } = describeRefusal(status, path, body, header("location"));
    const nowMs = Date.now();
    const untilMs = leftAloneUntil(status, header("retry-after"), nowMs);
    if (untilMs === null) {
      const details = kind === "rate-limited" ? { status, retryAtMs: nowMs + retry.maxDelayMs } : { status };
      return { error: error(kind, text, details), again: isWorthAnotherTry(status) };
    }
    const reason = `${text} Nothing is sent to it before ${clockTime(untilMs)}.`;
    gate.close(untilMs, reason);
    const details = { status, retryAtMs: untilMs };
    return { error: error("rate-limited", reason, details), again: true, waitMs: untilMs - nowMs };
  }

  async function get<S extends z.ZodType>(path: string, schema: S, query: Query = {}) {
    const answer = await withRetries(retry, () => attempt(path, query));
    if (answer === null) return null;
    const parsed = schema.safeParse(answer);
    if (parsed.success) return parsed.data;
    throw error(
      "wrong-answer",
      `the answer to ${path} is not what it should be: ${describeIssue(parsed.error, answer)}.`,
    );
  }

  return {
    name: endpoint.name,
    endpoint,
    gate,
    error,
    get,
    async need(path, schema) {
      const answer = await get(path, schema);
      if (answer !== null) return answer;
      throw error(
        "not-supported",
        `there is no ${path} (404). Check that the address has its path (often /api/v0), or use a server that offers it.`,
      );
    },
  };
}

/** Where an answer is wrong, what was expected there, and what came. */
function describeIssue({ issues: [issue] }: z.ZodError, answer: unknown): string {
  const steps = issue?.path ?? [];
  let came = answer;
  for (const step of steps) came = (came as Record<PropertyKey, unknown> | undefined)?.[step];
  const shown = JSON.stringify(came) ?? "nothing";
  const where = steps.length > 0 ? steps.join(".") : "the whole answer";
  return `${where}: ${issue?.message}; it is ${shown.length > 80 ? `${shown.slice(0, 80)}…` : shown}`;
}
