import { cookies, headers } from "next/headers";
import { decode } from "next-auth/jwt";
import { cache } from "react";
import { getContext } from "@/server/context";
import { env } from "@/server/env";
import { findSession } from "@/server/services/people/find-session";
import { sessionCookie } from "./cookie";
import { isFromOurPages } from "./same-origin";
import type { Session } from "./session";

/**
 * The session of this request, from the cookie's session id and its row; null if signed out. Ask again in every handler
 * and page: the row decides, so deleting it signs out at once.
 */
export const currentSession = cache(async (): Promise<Session | null> => {
  const { NEXTAUTH_SECRET, NEXTAUTH_URL } = env();
  if (!isFromOurPages(await headers(), NEXTAUTH_URL)) return null;
  const token = (await cookies()).get(sessionCookie().name)?.value;
  const claims = token ? await decode({ token, secret: NEXTAUTH_SECRET }).catch(() => null) : null;
  if (typeof claims?.sub !== "string") return null;
  return findSession(await getContext(), claims.sub);
});
