import type { NextAuthOptions } from "next-auth";
import Credentials from "next-auth/providers/credentials";
import { z } from "zod";
import { getContext, getLogger } from "@/server/context";
import { whyNotPlain } from "@/server/doors/plain-text";
import { env } from "@/server/env";
import { LIFETIME_HOURS } from "@/server/services/people/session-times";
import { signIn } from "@/server/services/people/sign-in";
import { sessionCookie } from "./cookie";

/** Nobody has an e-mail or a password that is no text. */
const plain = (most: number) =>
  z
    .string()
    .max(most)
    .refine((text) => whyNotPlain(text) === null);
const credentials = z.object({ email: plain(320), password: plain(1_000) });

/**
 * next-auth checks the password and keeps the cookie. The token carries only the id of a row in `session`; level, role
 * and expiry are read from there each time (current-session.ts). A client's `update()` changes nothing. What goes wrong
 * is given to `fail`, since next-auth would tell it to the caller.
 */
export function authOptions(fail: (error: unknown) => void): NextAuthOptions {
  return {
    secret: env().NEXTAUTH_SECRET,
    session: { strategy: "jwt", maxAge: LIFETIME_HOURS * 3_600 },
    pages: { signIn: "/admin/sign-in", error: "/admin/sign-in", signOut: "/admin/sign-in" },
    cookies: { sessionToken: sessionCookie() },
    providers: [
      Credentials({
        credentials: { email: {}, password: {} },
        authorize: async (given, request) => {
          const parsed = credentials.safeParse(given);
          if (!parsed.success) return null;
          const userAgent = request.headers?.["user-agent"];
          try {
            const started = await signIn(await getContext(), {
              ...parsed.data,
              userAgent: typeof userAgent === "string" ? userAgent : null,
            });
            return started && { id: started.sessionId };
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
      redirect: ({ url, baseUrl }) => (isOwn(url, baseUrl) ? url : baseUrl),
    },
    logger: {
      // next-auth's own logger writes whole requests to the console. Ours logs only failures that matter.
      error: (code) => getLogger().error({ code }, "next-auth failed"),
      warn: () => undefined,
      debug: () => undefined,
    },
  };
}

function isOwn(url: string, baseUrl: string): boolean {
  return new URL(url, baseUrl).origin === new URL(baseUrl).origin;
}
