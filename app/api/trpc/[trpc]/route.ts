import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { currentSession } from "@/server/auth/current-session";
import { getContext } from "@/server/context";
import { callerOf } from "@/server/doors/caller";
import { appRouter } from "@/server/trpc/root";

export const dynamic = "force-dynamic";

function handle(request: Request): Promise<Response> {
  return fetchRequestHandler({
    endpoint: "/api/trpc",
    router: appRouter,
    req: request,
    createContext: async () => ({
      services: await getContext(),
      session: await currentSession(),
      caller: callerOf(request.headers),
    }),
  });
}

export { handle as GET, handle as POST };
