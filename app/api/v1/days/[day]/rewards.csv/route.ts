import { answerPreflight, answerPublic } from "@/server/trpc/openapi/answer";
import { answerRewardsCsv } from "@/server/trpc/openapi/answer-file";

export const dynamic = "force-dynamic";

type Params = { params: Promise<{ day: string }> };

export async function GET(_request: Request, { params }: Params): Promise<Response> {
  const { day } = await params;
  return answerPublic((services) => answerRewardsCsv(services, day));
}

export { answerPreflight as OPTIONS };
