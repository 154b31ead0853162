import { headers } from "next/headers";
import type { NextAuthOptions } from "next-auth";
import Credentials from "next-auth/providers/credentials";
import { getContext, getLogger } from "@/server/context";
import { callerOf } from "@/server/doors/caller";
import { env } from "@/server/env";
import { findSession } from "@/server/services/people/find-session";
import { revokeSession } from "@/server/services/people/sessions";
import { noteSecurity } from "@/server/services/security-log";
import { SESSION_SECONDS, sessionCookie } from "./cookie";
import { checkPassword } from "./password-step";

/**
 * next-auth keeps where to go after the sign-in in a cookie, and refuses every sign-in while that cookie is not an
 * address, such as `undefined`. We do not use it: no browser has one of this name, nor keeps it.
 */
const NO_COOKIE = {
  name: `prize-oracle.none-${crypto.randomUUID()}`,
  options: { path: "/", httpOnly: true, maxAge: 0 },
};

/**
 * next-auth checks the password and keeps the cookie. What it carries is only the token of a row in `session`; level,
 * role and expiry are read from there each time (current-session.ts). A client's `update()` changes nothing. What goes
 * wrong is given to `fail`, since next-auth would tell it to the caller.
 */
export function authOptions(fail: (error: unknown) => void): NextAuthOptions {
  return {
    secret: env().NEXTAUTH_SECRET,
    session: { strategy: "jwt", maxAge: SESSION_SECONDS },
    pages: { signIn: "/admin/sign-in", error: "/admin/sign-in", signOut: "/admin/sign-in" },
    cookies: { sessionToken: sessionCookie(), callbackUrl: NO_COOKIE },
    providers: [
      Credentials({
        credentials: { email: {}, password: {} },
        authorize: async (given) => {
          try {
            return await checkPassword(given);
          } catch (error) {
            fail(error);
            return null;
          }
        },
      }),
    ],
    callbacks: {
      jwt: ({ token, user }) => ({ sub: user?.id ?? token.sub }),
      // What /api/auth/session tells the page's scripts: someone is signed in until then, but not who.
      session: ({ session }) => ({ expires: session.expires }),
      // Where a person goes after signing in is the page's to say (components/admin/sign-in-form.tsx).
      redirect: ({ baseUrl }) => baseUrl,
    },
    events: {
      // next-auth's own sign-out ends its cookie; the row ends here.
      signOut: async ({ token }) => {
        const ctx = await getContext();
        const session = token?.sub ? await findSession(ctx, token.sub) : null;
        if (!session) return;
        const { userId: person, sessionId } = session;
        await revokeSession(ctx, session, sessionId);
        const caller = callerOf(await headers());
        noteSecurity(ctx.log, { event: "sign-out", person, ...caller, details: { session: sessionId } });
      },
    },
    logger: {
      // next-auth's own logger writes whole requests to the console. Ours logs only failures that matter.
      error: (code) => getLogger().error({ code }, "next-auth failed"),
      warn: () => undefined,
      debug: () => undefined,
    },
  };
}
