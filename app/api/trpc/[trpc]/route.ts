import { currentSession } from "@/server/auth/current-session";
import { getContext } from "@/server/context";
import { callerOf } from "@/server/doors/caller";
import { answerTrpc } from "@/server/trpc/serve";

export const dynamic = "force-dynamic";

function handle(request: Request): Promise<Response> {
  return answerTrpc(request, async () => ({
    services: await getContext(),
    session: await currentSession(),
    caller: callerOf(request.headers),
  }));
}

export { handle as GET, handle as POST };
