import type { Database } from "@/db/client";
import type { Role } from "@/server/domain/people/roles";
import type { Actor } from "@/server/services/audit/append-audit";
import { type AskedChange, type Asker, askChange, type ChangeAnswer } from "@/server/services/people/ask-change";
import { invitationTakesTwo, invite } from "@/server/services/people/invite";
import { asPerson } from "../sign-in-person";
import { inWords, publicAddress, showLink } from "./print";

export type AskCall = {
  readonly db: Database;
  readonly actor: Actor;
  readonly email: string;
  readonly alone: boolean;
};

/** Changes a person's role or what they sign in with. */
export async function askFor({ wish, ...call }: AskCall & { readonly wish: AskedChange["wish"] }) {
  const address = wish.role === null ? publicAddress() : "";
  const answer = await asAsker(call, (by) => askChange(call.db, { email: call.email, wish, ...by }));
  if (answer.kind === "done" && answer.link) {
    console.error(`The old one has ended, and ${answer.sessions} sessions with it.`);
  }
  return say(address, answer);
}

/** Nobody signs in to invite somebody whose role is not one of two, nor before there is an administrator. */
export async function askToInvite(call: AskCall & { readonly name: string; readonly role: Role }) {
  const { db, email, name, role } = call;
  const address = publicAddress();
  const alone = call.alone || !(await invitationTakesTwo(db, role));
  return say(address, await asAsker({ ...call, alone }, (by) => invite(db, { email, name, role, ...by })));
}

/** An administrator, who signs in first, or the machine's owner. */
function asAsker<T>({ db, actor, email, alone }: AskCall, work: (by: By) => Promise<T>): Promise<T> {
  if (alone) return work({ asker: "owner", actor });
  return asPerson(db, `people, for ${email}`, ({ userId }) => work({ asker: { userId }, actor: `user:${userId}` }));
}
type By = { readonly asker: Asker; readonly actor: Actor };

function say(address: string, answer: ChangeAnswer) {
  if (answer.kind === "done") return { kind: "done", ...(answer.link ? showLink(address, answer.link) : {}) };
  const from = inWords(answer.aloneFromMs);
  console.error(
    `Asked for. Every administrator sees it on the console's overview, and can take it back. Another administrator runs the same command; or run it again from ${from} on.`,
  );
  return { kind: "asked", aloneFrom: from };
}
