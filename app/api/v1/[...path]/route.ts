import { answerPreflight } from "@/server/trpc/openapi/answer";
import { answerApi } from "@/server/trpc/openapi/answer-api";

export const dynamic = "force-dynamic";

export { answerApi as GET, answerApi as HEAD, answerPreflight as OPTIONS };
