import NextAuth from "next-auth";
import { getContext, getLogger } from "@/server/context";
import { type Failure, failureOf, RETRY_AFTER } from "@/server/doors/failure";
import { authOptions } from "./options";

type RouteContext = { readonly params: Promise<{ nextauth: string[] }> };

/**
 * Answers a request under /api/auth. next-auth sends the text of whatever is thrown to the caller, in an address: so
 * nothing reaches it, and what fails is told as at every other door.
 */
export async function answerAuth(request: Request, context: RouteContext): Promise<Response> {
  let failed: { readonly error: unknown } | null = null;
  try {
    await getContext();
    // The options read the environment, which is missing during the build.
    const options = authOptions((error) => {
      failed = { error };
    });
    const answer: Response = await NextAuth(request as never, context as never, options);
    if (failed === null) return withoutStaleCookies(request, answer);
  } catch (error) {
    failed = { error };
  }
  return toResponse(failureOf((failed as { error: unknown }).error, "auth", getLogger()));
}

function toResponse(failure: Failure): Response {
  const isAway = failure.code === "SERVICE_UNAVAILABLE";
  const status = isAway ? 503 : failure.code === "BAD_REQUEST" ? 400 : 500;
  return Response.json(failure, { status, headers: { "cache-control": "no-store", ...(isAway ? RETRY_AFTER : {}) } });
}

/** What next-auth kept in browsers before, or keeps for another application on the same host. We read neither. */
const STALE = ["next-auth.callback-url", "__Secure-next-auth.callback-url"];

function withoutStaleCookies(request: Request, answer: Response): Response {
  const sent = request.headers.get("cookie") ?? "";
  for (const name of STALE.filter((each) => sent.includes(`${each}=`))) {
    const secure = name.startsWith("__Secure-") ? "; Secure" : "";
    answer.headers.append("set-cookie", `${name}=; Path=/; Max-Age=0${secure}`);
  }
  return answer;
}
