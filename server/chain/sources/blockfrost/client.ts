import { BlockFrostAPI } from "@blockfrost/blockfrost-js";
import type { z } from "zod";
import { ChainSourceError, type ChainSourceErrorKind } from "../error";
import { type Attempt, DEFAULT_RETRY, type RetryPolicy, withRetries } from "../retry";
import { checkEndpoint, withoutSecrets } from "./endpoint";
import { describeNetworkError, describeRefusal, isHtml, isWorthAnotherTry } from "./refusals";

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

export type Query = Readonly<Record<string, string | number | undefined>>;

type MakeError = (kind: ChainSourceErrorKind, text: string) => ChainSourceError;

/** Validated reads of one Blockfrost-compatible server. Everything throws `ChainSourceError`. */
export type BlockfrostClient = {
  readonly name: string;
  /** The answer, or null when the server answers that it does not know (404). */
  get<S extends z.ZodType>(path: string, schema: S, query?: Query): Promise<z.output<S> | null>;
  /** The answer of something that every server has: 404 means that this one lacks it. */
  need<S extends z.ZodType>(path: string, schema: S): Promise<z.output<S>>;
  readonly error: MakeError;
};

/** Blockfrost's largest page. */
export const PAGE_SIZE = 100;
const DEFAULT_TIMEOUT_MS = 10_000;
const TOO_MANY_REQUESTS = 429;

/**
 * blockfrost-js brings the connection, the key header and the rate limiter (a bucket of 500 filled by 10 a
 * second, Blockfrost's own limits; only with a key, since a server of one's own has none). Its typed methods
 * are passed by for its HTTP instance: they take any 404 of an address, even a proxy's page, for an empty
 * list, follow redirects with the key, and hide the body that says what is wrong.
 */
export function createBlockfrostClient(options: BlockfrostOptions): BlockfrostClient {
  const endpoint = checkEndpoint(options);
  const timeoutMs = options.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  const api = new BlockFrostAPI({
    customBackend: endpoint.url,
    ...(endpoint.projectId ? { projectId: endpoint.projectId } : {}),
    // Only chooses an address where there is no custom backend; named so that it does not guess and warn.
    network: "mainnet",
    rateLimiter: endpoint.projectId !== undefined,
    requestTimeout: timeoutMs,
  });
  const error: MakeError = (kind, text) => new ChainSourceError(kind, endpoint.name, withoutSecrets(endpoint, text));

  async function attempt(path: string, query: Query): Promise<Attempt<unknown>> {
    try {
      const response = await api.instance.get(path, {
        searchParams: query,
        responseType: "text",
        throwHttpErrors: false,
        followRedirect: false,
        retry: 0,
      });
      return readResponse(error, path, response);
    } catch (cause) {
      const text = describeNetworkError(cause, path, timeoutMs);
      return { error: error("unreachable", text), again: true };
    }
  }

  async function get<S extends z.ZodType>(path: string, schema: S, query: Query = {}) {
    const answer = await withRetries(options.retry ?? DEFAULT_RETRY, () => attempt(path, query));
    if (answer === null) return null;
    const parsed = schema.safeParse(answer);
    if (parsed.success) return parsed.data;
    const issue = parsed.error.issues[0];
    const where = issue?.path.length ? issue.path.join(".") : "the whole answer";
    throw error("wrong-answer", `the answer to ${path} is not what it should be: ${where}: ${issue?.message}`);
  }

  return {
    name: endpoint.name,
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

/** A JSON value, or null for "not known"; anything else is a failure in words. */
function readResponse(
  error: MakeError,
  path: string,
  response: { statusCode: number; body: string; headers: NodeJS.Dict<string | string[]> },
): Attempt<unknown> {
  const { statusCode: status, body, headers } = response;
  // A page in HTML comes from a proxy or a wrong path, and knows nothing of the chain.
  if (status === 404 && !isHtml(body)) return { value: null };
  if (status !== 200) {
    const refusal = describeRefusal(status, path, body, headers.location?.toString());
    const seconds = status === TOO_MANY_REQUESTS ? Number(headers["retry-after"]) : Number.NaN;
    const waitMs = Number.isFinite(seconds) ? seconds * 1_000 : undefined;
    return { error: error(refusal.kind, refusal.text), again: isWorthAnotherTry(status), waitMs };
  }
  try {
    const value: unknown = JSON.parse(body);
    if (value !== null) return { value };
  } catch {
    // falls through: told below
  }
  const what = body === "" ? "empty" : isHtml(body) ? "a web page" : `not JSON: ${body.slice(0, 80)}`;
  return {
    error: error("wrong-answer", `the answer to ${path} is ${what}. Check the address.`),
    again: false,
  };
}
