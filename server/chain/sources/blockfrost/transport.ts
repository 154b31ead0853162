import { BlockFrostAPI } from "@blockfrost/blockfrost-js";
import { readUpTo } from "../read-up-to";
import type { Endpoint } from "./endpoint";
import type { Gate } from "./gate";

export type Query = Readonly<Record<string, string | number | undefined>>;

export type HttpAnswer = {
  readonly status: number;
  /** Null where the bytes are no UTF-8. */
  readonly body: string | null;
  readonly header: (name: "location" | "retry-after") => string | undefined;
};

/** Far above any answer of the API: its largest pages have 100 entries. Parsed, it takes many times as much memory. */
const MOST_BYTES = 16 * 1024 * 1024;

/** The answer was cut off unread. */
export class AnswerTooLarge extends Error {
  override readonly message = `it is larger than ${MOST_BYTES / 1024 / 1024} MiB`;
}

/** A byte that is not text would become another character without a word. A byte order mark is left for the parser. */
function readText(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

/**
 * blockfrost-js brings the connection, the key header and the rate limiter (a bucket of 500 filled by 10 a
 * second, Blockfrost's own limits; only with a key, since a server of one's own has none). Its typed methods
 * are passed by for its HTTP instance: they take any 404 of an address, even a proxy's page, for an empty
 * list, follow redirects with the key, and hide the body that says what is wrong.
 */
export function createTransport(endpoint: Endpoint, gate: Gate, timeoutMs: number) {
  const api = new BlockFrostAPI({
    customBackend: endpoint.url,
    ...(endpoint.projectId ? { projectId: endpoint.projectId } : {}),
    // Only chooses an address where there is no custom backend; named so that it does not guess and warn.
    network: "mainnet",
    rateLimiter: endpoint.projectId !== undefined,
    requestTimeout: timeoutMs,
  });
  // After the limiter's own hook: a request that waited in its queue meets the gate as it is when it would be sent.
  const http = api.instance.extend({ hooks: { beforeRequest: [() => gate.pass()] } });

  return async (path: string, query: Query): Promise<HttpAnswer> => {
    const request = http.stream.get(path, {
      searchParams: query,
      throwHttpErrors: false,
      followRedirect: false,
      retry: 0,
    });
    let status = 0;
    let headers: NodeJS.Dict<string | string[]> = {};
    request.once("response", (response) => {
      status = response.statusCode;
      headers = response.headers;
    });
    const { bytes, isCut } = await readUpTo(request, MOST_BYTES);
    if (isCut) throw new AnswerTooLarge();
    return { status, body: readText(bytes), header: (name) => headers[name]?.toString() };
  };
}
