import { publicPulse } from "@/server/services/published/public-pulse";
import { answerPublic } from "@/server/trpc/openapi/answer";

export const dynamic = "force-dynamic";

/** For our public pages, which ask every now and then whether anything has moved. Not part of the API. */
export function GET(): Promise<Response> {
  return answerPublic(async (services) =>
    Response.json(await publicPulse(services, Date.now()), { headers: { "cache-control": "no-store" } }),
  );
}
