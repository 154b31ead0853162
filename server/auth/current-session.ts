import { cookies, headers } from "next/headers";
import { decode } from "next-auth/jwt";
import { cache } from "react";
import { getContext } from "@/server/context";
import { env } from "@/server/env";
import { findSession, keepAlive } from "@/server/services/people/find-session";
import { sessionCookie } from "./cookie";
import { isFromOurPages } from "./same-origin";
import type { Session } from "./session";

/**
 * The session of this request, by the token in its cookie; null if signed out. Ask again in every handler and page: the
 * row decides, so deleting it signs out at once. Opening a page keeps the session from idling out; what pages fetch by
 * themselves does not.
 */
export const currentSession = cache(async (): Promise<Session | null> => {
  const { NEXTAUTH_SECRET, NEXTAUTH_URL } = env();
  const asked = await headers();
  if (!isFromOurPages(asked, NEXTAUTH_URL)) return null;
  const cookie = (await cookies()).get(sessionCookie().name)?.value;
  const claims = cookie ? await decode({ token: cookie, secret: NEXTAUTH_SECRET }).catch(() => null) : null;
  if (typeof claims?.sub !== "string") return null;
  const ctx = await getContext();
  const session = await findSession(ctx, claims.sub);
  if (session && asked.get("sec-fetch-mode") === "navigate") await keepAlive(ctx, session.sessionId);
  return session;
});
