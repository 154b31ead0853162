import { answerPreflight, answerPublic } from "@/server/trpc/openapi/answer";
import { answerCall } from "@/server/trpc/openapi/answer-call";

export const dynamic = "force-dynamic";

function handle(request: Request): Promise<Response> {
  return answerPublic((services) => answerCall(request, services));
}

export { answerPreflight as OPTIONS, handle as GET, handle as HEAD };
