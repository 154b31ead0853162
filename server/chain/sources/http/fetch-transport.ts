import { type Query, readBody, type Send } from "./answer";
import type { Endpoint } from "./endpoint";
import type { Gate } from "./gate";

/** For servers without a client library of their own: Node's fetch, which follows no redirect with the key. */
export function createFetchTransport(
  { url, key }: Endpoint,
  gate: Gate,
  { timeoutMs, accept = "application/json" }: { readonly timeoutMs: number; readonly accept?: string },
): Send {
  return async ({ path, query = {}, json }) => {
    await gate.pass();
    const response = await fetch(`${url}${path && `/${path}`}${searchOf(query)}`, {
      method: json === undefined ? "GET" : "POST",
      headers: {
        accept,
        ...(json === undefined ? {} : { "content-type": "application/json" }),
        ...(key ? { authorization: `Bearer ${key}` } : {}),
      },
      ...(json === undefined ? {} : { body: JSON.stringify(json) }),
      redirect: "manual",
      cache: "no-store",
      signal: AbortSignal.timeout(timeoutMs),
    });
    const body = response.body ? await readBody(response.body) : "";
    return { status: response.status, body, header: (name) => response.headers.get(name) ?? undefined };
  };
}

function searchOf(query: Query): string {
  const given = Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, `${value}`]]));
  return given.length === 0 ? "" : `?${new URLSearchParams(given)}`;
}
