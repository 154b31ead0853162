import { getLogger } from "@/server/context";
import { isBearer } from "@/server/doors/bearer";
import { callerOf } from "@/server/doors/caller";
import { sayTooMany, takeForCaller } from "@/server/doors/limited";
import { callEngine } from "@/server/engine/call";
import { env } from "@/server/env";
import { isJobName, JOB_NAMES } from "@/server/services/job-names";
import { noteSecurity } from "@/server/services/security-log";

/**
 * Has the engine run a job for a caller who knows the secret. Answers 200 with the job's result, also for
 * `again` and `waiting`; 409 where a person is needed (`needs-human`); 401 for a missing or wrong secret, before
 * anything else, and 429 for many of these from one network, which keeps out nobody who has the right one; 404 for an
 * unknown job; 503 if the job failed, or if the engine is away or busy, which is safe to repeat.
 */
export async function answerJobCall(job: string, headers: Pick<Headers, "get">): Promise<Response> {
  const authorization = headers.get("authorization");
  if (!isBearer(env().JOB_SECRET, authorization)) {
    const caller = callerOf(headers);
    noteSecurity(getLogger(), { event: "job-secret.wrong", ...caller, details: { job } });
    const seconds = await takeForCaller("wrong-job-secrets", caller);
    if (seconds > 0)
      return answer(429, { result: "refused", message: sayTooMany(seconds) }, { "retry-after": `${seconds}` });
    const message = authorization
      ? "The job secret is wrong. Send the value of JOB_SECRET as Authorization: Bearer <secret>."
      : "The job secret is missing. Send the value of JOB_SECRET as Authorization: Bearer <secret>.";
    return answer(401, { result: "refused", message }, { "www-authenticate": "Bearer" });
  }
  if (!isJobName(job)) {
    return answer(404, {
      result: "refused",
      message: `There is no job "${job}". The jobs are: ${JOB_NAMES.join(", ")}.`,
    });
  }
  const { status, body } = await callEngine(env().ENGINE_SOCKET ?? "", job);
  return answer(status, body);
}

function answer(status: number, body: unknown, headers: Record<string, string> = {}): Response {
  return Response.json(body, { status, headers: { "cache-control": "no-store", ...headers } });
}
