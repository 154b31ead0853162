import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { type Action, can } from "@/server/domain/people/roles";
import { currentSession } from "./current-session";
import { entryPath, ownPath, PATH_HEADER } from "./own-path";
import type { Session } from "./session";

/** For pages of the console: returns a fully signed-in person who may do `action`, or redirects. */
export async function requireSession(action: Action = "console.read"): Promise<Session> {
  const session = await currentSession();
  if (!session || session.level < 2) {
    const next = ownPath((await headers()).get(PATH_HEADER));
    redirect(entryPath(session ? "second-factor" : "sign-in", next));
  }
  if (!can(session.role, action)) redirect("/admin");
  return session;
}
