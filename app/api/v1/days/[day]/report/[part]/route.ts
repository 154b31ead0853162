import { answerPreflight, answerPublic } from "@/server/trpc/openapi/answer";
import { answerPart } from "@/server/trpc/openapi/answer-file";

export const dynamic = "force-dynamic";

type Params = { params: Promise<{ day: string; part: string }> };

export async function GET(request: Request, { params }: Params): Promise<Response> {
  const asked = await params;
  return answerPublic((services) => answerPart(request, services, asked));
}

export { answerPreflight as OPTIONS };
