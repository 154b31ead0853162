import { TRPCError } from "@trpc/server";
import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { getLogger } from "@/server/context";
import { failureOf } from "@/server/doors/failure";
import type { Logger } from "@/server/logger";
import type { TrpcContext } from "./init";
import { retryAfter } from "./limit";
import { appRouter } from "./root";

/** Calls in one request. The console makes one or two at a time. */
export const MOST_CALLS = 4;

/** Answers a request under /api/trpc. */
export function answerTrpc(
  request: Request,
  createContext: () => Promise<TrpcContext>,
  log: () => Logger = getLogger,
): Promise<Response> {
  return fetchRequestHandler({
    endpoint: "/api/trpc",
    router: appRouter,
    req: request,
    maxBatchSize: MOST_CALLS,
    createContext: () =>
      createContext().catch((error: unknown) => {
        throw error instanceof TRPCError ? error : new TRPCError(failureOf(error, "trpc", log()));
      }),
    // What a person sees of the console is kept by no browser and no proxy.
    responseMeta: ({ errors }) => ({ headers: { "cache-control": "no-store", ...retryAfter(errors) } }),
  });
}
