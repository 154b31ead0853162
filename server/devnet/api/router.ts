import { invalidPath, methodNotAllowed } from "./errors";
import type { ChainView } from "./view";

export type ApiRequest = {
  readonly view: ChainView;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: Uint8Array;
  readonly contentType: string;
  /** For the root document. */
  readonly url: string;
  /** Set by a fault: validate and answer, but store nothing. */
  readonly forgetSubmission: boolean;
};

/** Returns the JSON body of a 200. Throws `ApiError` for everything else. */
export type Handler = (request: ApiRequest) => unknown;

export type Route = { readonly method: "GET" | "POST"; readonly path: string; readonly handler: Handler };

export const get = (path: string, handler: Handler): Route => ({ method: "GET", path, handler });
export const post = (path: string, handler: Handler): Route => ({ method: "POST", path, handler });

/** Finds the first route that fits. Earlier ones win, so fixed words come before parameters. */
export function findRoute(
  routes: readonly Route[],
  method: string,
  path: string,
): { handler: Handler; params: Record<string, string> } {
  let otherMethod = false;
  for (const route of routes) {
    const params = matchPath(route.path, path);
    if (!params) continue;
    if (route.method === method || (method === "HEAD" && route.method === "GET"))
      return { handler: route.handler, params };
    otherMethod = true;
  }
  throw otherMethod ? methodNotAllowed(method) : invalidPath();
}

function matchPath(pattern: string, path: string): Record<string, string> | null {
  const expected = pattern.split("/");
  const actual = path.split("/");
  if (expected.length !== actual.length) return null;
  const params: Record<string, string> = {};
  for (const [i, part] of expected.entries()) {
    const value = actual[i] ?? "";
    if (part.startsWith(":") && value !== "") params[part.slice(1)] = value;
    else if (part !== value) return null;
  }
  return params;
}

/** A parameter of the route's own path. If it is missing, the route table is wrong. */
export function param(request: ApiRequest, name: string): string {
  const value = request.params[name];
  if (value === undefined) throw new Error(`the route has no parameter ${name}`);
  return decodeURIComponent(value);
}
