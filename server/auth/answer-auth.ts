import NextAuth from "next-auth";
import { getContext, getLogger } from "@/server/context";
import { callerOf } from "@/server/doors/caller";
import { type Failure, failureOf, RETRY_AFTER, statusOf } from "@/server/doors/failure";
import { takeForAccount, tooManyRequests } from "@/server/doors/limited";
import { nothingHere } from "@/server/doors/nothing-here";
import { isKnownDevice } from "@/server/services/people/is-known-device";
import { arePasswordsBusy } from "@/server/services/people/password-turns";
import { noteSecurity } from "@/server/services/security-log";
import { deviceToken } from "./cookie";
import { authOptions } from "./options";

type RouteContext = { readonly params: Promise<{ nextauth: string[] }> };

/**
 * Answers a request under /api/auth. next-auth sends the text of whatever is thrown to the caller, in an address: so
 * nothing reaches it, and what fails is told as at every other door.
 */
export async function answerAuth(request: Request, context: RouteContext): Promise<Response> {
  const refused = whyNotOurs(request, (await context.params).nextauth);
  if (refused) return refused;
  let failed: { readonly error: unknown } | null = null;
  try {
    await getContext();
    const seconds = await mustWait(request, context);
    if (seconds > 0) return tooManyRequests(seconds);
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

/** What we use of next-auth, with its method. The rest of it logs, tells and lists for anybody. */
const OURS: ReadonlyMap<string, "GET" | "POST"> = new Map([
  ["csrf", "GET"],
  ["session", "GET"],
  ["signout", "POST"],
  ["callback/credentials", "POST"],
]);
const FORM = "application/x-www-form-urlencoded";

/** The answer to what next-auth shall not even see; null for the rest. */
function whyNotOurs({ method, headers }: Request, path: readonly string[]): Response | null {
  const allow = OURS.get(path.join("/"));
  if (allow === undefined) return nothingHere();
  const no = (status: number, code: string, message: string) =>
    Response.json({ code, message }, { status, headers: { "cache-control": "no-store", allow } });
  if (method !== allow) return no(405, "METHOD_NOT_SUPPORTED", `${method} is not possible here. Possible: ${allow}.`);
  const [type] = (headers.get("content-type") ?? "").toLowerCase().split(";");
  if (method === "GET" || type?.trim() === FORM) return null;
  return no(415, "UNSUPPORTED_MEDIA_TYPE", `The request must be a form: send Content-Type: ${FORM}.`);
}

/** Until those whose password is checked now had their turn. */
const BUSY_SECONDS = 2;

/** Seconds until this log-in may be tried; 0 now, and for all that is no log-in. */
async function mustWait(request: Request, { params }: RouteContext): Promise<number> {
  const [act] = (await params).nextauth;
  if (request.method !== "POST" || act !== "callback") return 0;
  const email = await emailOf(request.clone());
  const caller = callerOf(request.headers);
  const forAccount = await takeForAccount("sign-in-to-account", email, caller);
  const seconds = forAccount === 0 && (await isThereNoTurn()) ? BUSY_SECONDS : forAccount;
  const door = forAccount === 0 ? "passwords" : "sign-in-to-account";
  // Who it is stays unknown: to look that up would take longer for a known account.
  if (seconds > 0) noteSecurity(getLogger(), { event: "call.limited", ...caller, details: { door, seconds } });
  return seconds;
}

/** A browser on which somebody has signed in waits in a line of its own, which strangers do not fill. */
async function isThereNoTurn(): Promise<boolean> {
  if (!arePasswordsBusy()) return false;
  return arePasswordsBusy("known") || !(await isKnownDevice(await getContext(), await deviceToken()));
}

/** The last of several, as next-auth takes it. Other bodies than forms share one count. */
async function emailOf(request: Request): Promise<string> {
  const form = await request.formData().catch(() => null);
  return String(form?.getAll("email").at(-1) ?? "");
}

function toResponse(failure: Failure): Response {
  const status = statusOf(failure);
  const wait = status === 503 ? RETRY_AFTER : {};
  return Response.json(failure, { status, headers: { "cache-control": "no-store", ...wait } });
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
