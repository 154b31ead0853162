import { createHash } from "node:crypto";
import { getContext } from "@/server/context";
import type { Context } from "@/server/services/context";

/** Any page may ask: nothing here depends on who is signed in. */
const OPEN = {
  "access-control-allow-origin": "*",
  "access-control-expose-headers": "etag, retry-after",
} as const;

export type ApiError = { readonly code: string; readonly message: string };

export function apiError(status: number, error: ApiError, headers: Record<string, string> = {}): Response {
  return Response.json(error, { status, headers: { ...OPEN, "cache-control": "no-store", ...headers } });
}

/** Answers a browser's preflight request from another origin. */
export function answerPreflight(): Response {
  return new Response(null, {
    status: 204,
    headers: {
      ...OPEN,
      "access-control-allow-methods": "GET, HEAD, OPTIONS",
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
  produce: (services: Context) => Promise<Response>,
  connect: () => Promise<Context> = getContext,
): Promise<Response> {
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
  const known = request.headers
    .get("if-none-match")
    ?.split(",")
    .map((text) => text.trim().replace(/^W\//, ""));
  if (known?.includes(tag) || known?.includes("*")) return new Response(null, { status: 304, headers: all });
  return new Response(body, { status: 200, headers: all });
}
