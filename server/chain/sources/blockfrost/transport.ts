import { BlockFrostAPI } from "@blockfrost/blockfrost-js";
import { readBody, type Send } from "../http/answer";
import type { Endpoint } from "../http/endpoint";
import type { Gate } from "../http/gate";

/**
 * blockfrost-js brings the connection, the key header and the rate limiter (a bucket of 500 filled by 10 a
 * second, Blockfrost's own limits; only with a key, since a server of one's own has none). Its typed methods
 * are passed by for its HTTP instance: they take any 404 of an address, even a proxy's page, for an empty
 * list, follow redirects with the key, and hide the body that says what is wrong.
 */
export function createTransport(endpoint: Endpoint, gate: Gate, timeoutMs: number): Send {
  const api = new BlockFrostAPI({
    customBackend: endpoint.url,
    ...(endpoint.key ? { projectId: endpoint.key } : {}),
    // Only chooses an address where there is no custom backend; named so that it does not guess and warn.
    network: "mainnet",
    rateLimiter: endpoint.key !== undefined,
    requestTimeout: timeoutMs,
  });
  // After the limiter's own hook: a request that waited in its queue meets the gate as it is when it would be sent.
  const http = api.instance.extend({ hooks: { beforeRequest: [() => gate.pass()] } });

  return async ({ path, query = {} }) => {
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
    const body = await readBody(request);
    return { status, body, header: (name) => headers[name]?.toString() };
  };
}
