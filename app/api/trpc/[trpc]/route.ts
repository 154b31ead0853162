import { currentSession } from "@/server/auth/current-session";
import { getContext } from "@/server/context";
import { answerTrpc } from "@/server/trpc/serve";

export const dynamic = "force-dynamic";

function handle(request: Request): Promise<Response> {
  return answerTrpc(request, async () => ({ services: await getContext(), session: await currentSession() }));
}

export { handle as GET, handle as POST };
