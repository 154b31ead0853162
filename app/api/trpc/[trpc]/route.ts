import { currentSession } from "@/server/auth/current-session";
import { getContext } from "@/server/context";
import { callerOf } from "@/server/doors/caller";
import { keepAlive } from "@/server/services/people/find-session";
import { limitPerson } from "@/server/trpc/limit";
import { answerTrpc } from "@/server/trpc/serve";

export const dynamic = "force-dynamic";

function handle(request: Request): Promise<Response> {
  return answerTrpc(request, async () => {
    const services = await getContext();
    const caller = callerOf(request.headers);
    const session = await currentSession();
    if (session) await limitPerson("account", { log: services.log, person: session.userId, caller });
    // Whoever changes something is there; what pages ask for by themselves are GETs.
    if (session && request.method === "POST") await keepAlive(services, session.sessionId);
    return { services, session, caller };
  });
}

export { handle as GET, handle as POST };
