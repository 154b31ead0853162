import { redirect } from "next/navigation";
import { type Action, can } from "@/server/domain/people/roles";
import { currentSession } from "./current-session";
import type { Session } from "./session";

/** For pages of the console: returns a fully signed-in person who may do `action`, or redirects. */
export async function requireSession(action: Action = "console.read"): Promise<Session> {
  const session = await currentSession();
  if (!session) redirect("/admin/sign-in");
  if (session.level < 2) redirect("/admin/second-factor");
  if (!can(session.role, action)) redirect("/admin");
  return session;
}
