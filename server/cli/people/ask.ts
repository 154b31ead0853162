import type { Database } from "@/db/client";
import type { Actor } from "@/server/services/audit/append-audit";
import { askChange, type Wish } from "@/server/services/people/ask-change";
import { asPerson } from "../sign-in-person";
import { publicAddress, showLink } from "./print";

type AskCall = {
  readonly db: Database;
  readonly actor: Actor;
  readonly email: string;
  readonly alone: boolean;
  readonly wish: Wish;
};

/** One of two asks: an administrator, who signs in first, or with `--alone` the machine's owner. */
export async function ask({ db, actor, email, alone, wish }: AskCall) {
  const address = wish.what === "role" ? "" : publicAddress();
  const answer = alone
    ? await askChange(db, { email, wish, asker: "owner", actor })
    : await asPerson(db, `people, for ${email}`, ({ userId }) =>
        askChange(db, { email, wish, asker: { userId }, actor: `user:${userId}` }),
      );
  if (answer.kind === "asked") {
    console.error(
      alone
        ? "Asked for. Everybody is told; an administrator can agree, or take it back. Run it again in 24 hours."
        : "Asked for. A second administrator runs the same command within 72 hours.",
    );
    return { kind: "asked" };
  }
  if (answer.link) console.error(`The old one has ended, and ${answer.sessions} sessions with it.`);
  return { kind: "done", ...(answer.link ? showLink(address, answer.link) : {}) };
}
