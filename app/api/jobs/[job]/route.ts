import { answerJobCall } from "@/server/jobs/answer-job-call";

export const dynamic = "force-dynamic";

/** For a cron service: `POST /api/jobs/<name>` with `Authorization: Bearer <JOB_SECRET>`. */
export async function POST(request: Request, { params }: { params: Promise<{ job: string }> }): Promise<Response> {
  const { job } = await params;
  return answerJobCall(job, request.headers);
}
