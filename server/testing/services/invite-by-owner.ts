import type { Database } from "@/db/client";
import type { Role } from "@/server/domain/people/roles";
import type { Actor } from "@/server/services/audit/append-audit";
import { invite } from "@/server/services/people/invite";

type Invited = { readonly email: string; readonly name: string; readonly role: Role };

/** Invites as the machine's owner, where nobody has to agree, and answers the link. */
export async function inviteByOwner(db: Database, invited: Invited, actor: Actor) {
  const answer = await invite(db, { ...invited, asker: "owner", actor });
  if (answer.kind !== "done" || !answer.link) throw new Error("somebody has to agree to this invitation");
  return { userId: answer.userId, ...answer.link };
}
