import type { Context } from "@/server/services/context";
import { answerPublic } from "./answer";
import { answerCall } from "./answer-call";
import { answerPart, answerReport, answerRewardsCsv } from "./answer-file";
import { FILES } from "./document";
import { type Call, readCall } from "./read-call";

type Answer = (request: Request, services: Context, call: Call) => Promise<Response>;

const BY_ID: Readonly<Record<string, Answer>> = {
  [FILES.report]: answerReport,
  [FILES.part]: answerPart,
  [FILES.rewardsCsv]: answerRewardsCsv,
};

/** Answers a request under /api/v1: what the document has, and nothing else. HEAD answers as GET, without a body. */
export async function answerApi(request: Request): Promise<Response> {
  const call = readCall(request);
  const answer = call instanceof Response ? call : await answerDocumented(request, call);
  return request.method === "HEAD" ? withoutBody(answer) : answer;
}

function answerDocumented(request: Request, call: Call): Promise<Response> {
  const answer = BY_ID[call.id] ?? answerCall;
  return answerPublic(request, (services) => answer(request, services, call));
}

async function withoutBody({ status, headers, body }: Response): Promise<Response> {
  await body?.cancel();
  return new Response(null, { status, headers });
}
