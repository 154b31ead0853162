import NextAuth from "next-auth";
import { authOptions } from "@/server/auth/options";
import { callerOf } from "@/server/doors/caller";
import { takeForAccount, tooManyRequests } from "@/server/doors/limited";
import { arePasswordsBusy } from "@/server/services/people/password-turns";

export const dynamic = "force-dynamic";

type RouteContext = { params: Promise<{ nextauth: string[] }> };

/** Until those who wait now had their turn. */
const BUSY_SECONDS = 2;

// The options read the environment, which is missing during the build.
async function handle(request: Request, context: RouteContext): Promise<Response> {
  const [act] = (await context.params).nextauth;
  if (request.method === "POST" && act === "callback") {
    const seconds = await takeForAccount(
      "sign-in-to-account",
      await emailOf(request.clone()),
      callerOf(request.headers),
    );
    if (seconds > 0) return tooManyRequests(seconds);
    if (arePasswordsBusy()) return tooManyRequests(BUSY_SECONDS);
  }
  return NextAuth(request as never, context as never, authOptions());
}

/** The last of several, as next-auth takes it. Other bodies than forms share one count. */
async function emailOf(request: Request): Promise<string> {
  const form = await request.formData().catch(() => null);
  return String(form?.getAll("email").at(-1) ?? "");
}

export { handle as GET, handle as POST };
