import { answerHealth } from "@/server/answer-health";

export const dynamic = "force-dynamic";

/** For monitors: 200 while the service works, 503 while a part of it is failing. */
export function GET(): Response {
  return answerHealth();
}
