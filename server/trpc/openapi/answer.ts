import { createHash } from "node:crypto";
import { getContext, getLogger } from "@/server/context";
import { failureOf, RETRY_AFTER, statusOf } from "@/server/doors/failure";
import type { Context } from "@/server/services/context";
import { METHODS } from "./common-answers";

/** Any page may ask: nothing here depends on who is signed in. */
const OPEN = {
  "access-control-allow-origin": "*",
  "access-control-expose-headers": "etag, retry-after",
} as const;

export type ApiError = { readonly code: string; readonly message: string };

export function apiError(status: number, error: ApiError, headers: Record<string, string> = {}): Response {
  const wait = status === 503 ? RETRY_AFTER : {};
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
 * The frame of every public answer, open to every origin: 503 while the database or the chain cannot be reached. Who
 * asks too often was refused by the front server.
 */
export async function answerPublic(
  request: Request,
  produce: (services: Context) => Promise<Response>,
  connect: () => Promise<Context> = getContext,
): Promise<Response> {
  let response: Response;
  try {
    response = await produce(await connect());
  } catch (error) {
    const failure = failureOf(error, new URL(request.url).pathname, getLogger());
    return apiError(statusOf(failure), failure);
  }
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
