import { createOpenApiFetchHandler } from "trpc-to-openapi";
import { z } from "zod";
import { callerOf } from "@/server/doors/caller";
import type { Context } from "@/server/services/context";
import { publicRouter } from "../public";
import { apiError, withEtag } from "./answer";

export const API_PATH = "/api/v1";
const LIVE = "public, max-age=2, stale-while-revalidate=10";

const errorBody = z.object({
  code: z.string(),
  message: z.string(),
  issues: z.array(z.object({ path: z.array(z.union([z.string(), z.number()])), message: z.string() })).optional(),
});

/** Answers a call of the public API from the router: the body with an ETag, errors as `{code, message}`. */
export async function answerCall(request: Request, services: Context): Promise<Response> {
  const answer = await createOpenApiFetchHandler({
    endpoint: API_PATH,
    router: publicRouter,
    req: request,
    createContext: () => ({ services, session: null, caller: callerOf(request.headers) }),
  });
  const body = await answer.text();
  if (answer.ok) {
    return withEtag(request, body, { "content-type": "application/json", "cache-control": LIVE });
  }
  return toError(request, answer.status, body);
}

function toError(request: Request, status: number, body: string): Response {
  const parsed = errorBody.safeParse(readJson(body));
  if (!parsed.success) return apiError(status, { code: "INTERNAL_SERVER_ERROR", message: "Something went wrong." });
  const { code, message, issues } = parsed.data;
  if (issues?.length) {
    const text = issues.map((issue) => `${issue.path.join(".") || "the request"}: ${issue.message}`).join("; ");
    return apiError(status, { code, message: text });
  }
  if (code === "NOT_FOUND" && message === "Not found") {
    const { pathname } = new URL(request.url);
    return apiError(404, {
      code,
      message: `No endpoint at ${pathname}. See ${API_PATH}/openapi.json.`,
    });
  }
  return apiError(status, { code, message }, status === 503 ? { "retry-after": "30" } : {});
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
