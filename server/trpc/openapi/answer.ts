import { createHash } from "node:crypto";
import { getContext } from "@/server/context";
import type { Context } from "@/server/services/context";
import { METHODS } from "./common-answers";
import { callerAddress, createRateLimit, type RateLimit } from "./rate-limit";

/** Generous for a front end that asks on behalf of its players; far below what one machine can answer. */
const sharedLimit = createRateLimit({ burst: 300, perSecond: 50, mostAddresses: 20_000 });

/** Any page may ask: nothing here depends on who is signed in. */
const OPEN = {
  "access-control-allow-origin": "*",
  "access-control-expose-headers": "etag, retry-after",
} as const;

const RETRY: Record<string, string> = { "retry-after": "30" };

export type ApiError = { readonly code: string; readonly message: string };

export function apiError(status: number, error: ApiError, headers: Record<string, string> = {}): Response {
  const wait = status === 503 ? RETRY : {};
  return Response.json(error, { status, headers: { ...OPEN, "cache-control": "no-store", ...wait, ...headers } });
}

/** Answers a browser's preflight request from another origin. */
export function answerPreflight(): Response {
  return new Response(null, {
    status: 204,
    headers: {
      ...OPEN,
      "access-control-allow-methods": METHODS,
      allow: METHODS,
      "access-control-allow-headers": "if-none-match",
      "access-control-max-age": "86400",
    },
  });
}

/**
 * The frame of every public answer, open to every origin: 429 for too many requests, 503 while the database or the
 * chain cannot be reached.
 */
export async function answerPublic(
  request: Request,
  produce: (services: Context) => Promise<Response>,
  limit: RateLimit = sharedLimit,
  connect: () => Promise<Context> = getContext,
): Promise<Response> {
  const waitSeconds = limit.take(callerAddress(request.headers), Date.now());
  if (waitSeconds > 0) {
    return apiError(
      429,
      { code: "TOO_MANY_REQUESTS", message: `Too many requests. Try again in ${waitSeconds} s.` },
      { "retry-after": String(waitSeconds) },
    );
  }
  let services: Context;
  try {
    services = await connect();
  } catch {
    // The cause is for those who run the service: npm run status names the part.
    const message = "Cannot reach the database or the chain source. Try again in a minute.";
    return apiError(503, { code: "SERVICE_UNAVAILABLE", message }, { "retry-after": "60" });
  }
  const response = await produce(services);
  for (const [name, value] of Object.entries(OPEN)) response.headers.set(name, value);
  return response;
}

/** The body with an ETag, or 304 if the caller already has it. */
export function withEtag(request: Request, body: string, headers: Record<string, string>, etag?: string): Response {
  const tag = etag ?? `"${createHash("sha256").update(body).digest("base64url").slice(0, 27)}"`;
  const all = { ...headers, etag: tag };
  return notModified(request, all) ?? new Response(body, { status: 200, headers: all });
}

/** 304 if the caller has what `headers` name by its ETag. */
export function notModified(request: Request, headers: { readonly etag: string }): Response | null {
  const known = request.headers
    .get("if-none-match")
    ?.split(",")
    .map((text) => text.trim().replace(/^W\//, ""));
  const has = known?.includes(headers.etag) || known?.includes("*");
  return has ? new Response(null, { status: 304, headers }) : null;
}
