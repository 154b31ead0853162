import { once } from "node:events";
import { rmSync } from "node:fs";
import http from "node:http";
import type { JobAnswer } from "@/server/jobs/run-job";
import { failureInWords } from "@/server/services/failure-in-words";
import { isJobName, type JobName } from "@/server/services/job-names";
import type { JobResult } from "@/server/services/job-result";
import { correlated, REQUEST_ID_HEADER, requestIdOf } from "@/server/telemetry/correlation";
import { continueTrace } from "@/server/telemetry/tracing/trace";

/**
 * What a job's result is over HTTP. A cron service takes all but 2xx for a failure and tells somebody: 409 where a
 * person must change something before calling again can help.
 */
const STATUSES: Record<JobResult["result"], number> = { done: 200, again: 200, waiting: 200, "needs-human": 409 };

/** Answers the web application on a socket: POST /jobs/<name> runs a job. 503 with the reason if it failed. */
export async function answerOnSocket(
  socketPath: string,
  run: (job: JobName) => Promise<JobAnswer>,
): Promise<http.Server> {
  const server = http.createServer(async (request, response) => {
    const job = request.url?.replace("/jobs/", "") ?? "";
    const answer = (status: number, body: unknown) =>
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    if (request.method !== "POST" || !isJobName(job)) return answer(404, { result: "refused", message: "no such job" });
    try {
      // The web application's word, which reaches this socket alone.
      const requestId = requestIdOf(request.headers[REQUEST_ID_HEADER], true);
      const result = await continueTrace(request.headers, () => correlated({ requestId }, () => run(job)));
      answer(STATUSES[result.result], result);
    } catch (error) {
      answer(503, { result: "failed", message: failureInWords(error) });
    }
  });
  // What an engine that was killed has left.
  rmSync(socketPath, { force: true });
  server.listen(socketPath);
  await once(server, "listening");
  return server;
}
