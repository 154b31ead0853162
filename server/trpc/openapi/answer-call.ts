import { callTRPCProcedure, TRPCError } from "@trpc/server";
import { getHTTPStatusCodeFromError } from "@trpc/server/http";
import { callerOf } from "@/server/doors/caller";
import type { Context } from "@/server/services/context";
import { retryAfter } from "../limit";
import { publicRouter } from "../public";
import { apiError, withEtag } from "./answer";
import type { Call } from "./read-call";

const LIVE = "public, max-age=2, stale-while-revalidate=10";

/** Answers a call of the public API from the router: the body with an ETag, errors as `{code, message}`. */
export async function answerCall(request: Request, services: Context, { id, input }: Call): Promise<Response> {
  try {
    const output = await callTRPCProcedure({
      router: publicRouter,
      // As the document's generator names operations.
      path: id.replaceAll("-", "."),
      getRawInput: async () => input,
      ctx: { services, session: null, caller: callerOf(request.headers) },
      type: "query",
      signal: undefined,
      batchIndex: 0,
    });
    return withEtag(request, JSON.stringify(output), { "content-type": "application/json", "cache-control": LIVE });
  } catch (error) {
    return toError(error);
  }
}

/** The router's middleware has put it in our words (server/trpc/error-map.ts). */
function toError(thrown: unknown): Response {
  if (!(thrown instanceof TRPCError)) throw thrown;
  const { code, message } = thrown;
  return apiError(getHTTPStatusCodeFromError(thrown), { code, message }, retryAfter([thrown]));
}
