import { createHash, timingSafeEqual } from "node:crypto";
import { getContext } from "@/server/context";
import { env } from "@/server/env";
import { isJobName, JOB_NAMES } from "./jobs";
import { runJob } from "./run-job";

/**
 * Runs a job for a caller who knows the secret. Answers 200 with the job's result, also for `again`; 401 for a missing
 * or wrong secret, before anything else; 404 for an unknown job; 503 if the job failed, which is safe to repeat.
 */
export async function answerJobCall(job: string, authorization: string | null): Promise<Response> {
  if (!isSecret(authorization, env().JOB_SECRET)) {
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
  try {
    return answer(200, await runJob(await getContext(), job));
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return answer(503, { result: "failed", message });
  }
}

/** Compares hashes in constant time. */
function isSecret(authorization: string | null, secret: string): boolean {
  const hash = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(hash(authorization ?? ""), hash(`Bearer ${secret}`));
}

function answer(status: number, body: unknown, headers: Record<string, string> = {}): Response {
  return Response.json(body, { status, headers: { "cache-control": "no-store", ...headers } });
}
