import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import type { TrpcContext } from "./init";
import { appRouter } from "./root";

/** Calls in one request. The console makes one or two at a time. */
export const MOST_CALLS = 4;

/** Answers a request under /api/trpc. */
export function answerTrpc(request: Request, createContext: () => Promise<TrpcContext>): Promise<Response> {
  return fetchRequestHandler({
    endpoint: "/api/trpc",
    router: appRouter,
    req: request,
    maxBatchSize: MOST_CALLS,
    createContext,
  });
}
