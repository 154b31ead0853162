import { eq } from "drizzle-orm";
import type { Database } from "@/db/client";
import { user } from "@/db/schema";
import { withTransaction } from "@/db/transaction";
import { isOneOfTwo, type Role } from "@/server/domain/people/roles";
import type { Actor } from "../audit/append-audit";
import { ServiceError } from "../errors";
import { isSetUp, lockAdministrators } from "./internal/administrators";
import { lockPerson } from "./internal/find-person";
import { checkIdentity, type Identity, normaliseEmail } from "./internal/identity";
import type { Asker } from "./internal/requests";
import { type ChangeAnswer, settleWish } from "./internal/settle-wish";
import { requireRight } from "./require-right";

export type Invitation = Identity & { readonly asker: Asker; readonly actor: Actor };

/**
 * Invites a person, who sets password and second factor by the link. Somebody who has never accepted gets a new link,
 * with the new name and role. Throws ServiceError: `bad-input`, `not-allowed`, `wrong-state`, or `conflict` for
 * somebody who has accepted once.
 */
export async function invite(
  db: Database,
  { asker, actor, ...given }: Invitation,
): Promise<ChangeAnswer & { readonly userId: string }> {
  checkIdentity(given);
  const { role } = given;
  const [email, name] = [normaliseEmail(given.email), given.name.trim()];
  return withTransaction(db, async (tx) => {
    await lockAdministrators(tx);
    // Without rights until it is settled.
    await tx.insert(user).values({ email, name, role: "viewer" }).onConflictDoNothing({ target: user.email });
    const person = await lockPerson(tx, email);
    if (person.enrolledAt !== null) throw new ServiceError("conflict", `${email} has an account already`);
    if (asker !== "owner") await requireRight(tx, { ...asker, action: "user.manage", what: "inviting people" });
    const takesTwo = await invitationTakesTwo(tx, role);
    const wish = { what: "invitation", role } as const;
    const details = { email, name, role };
    const answer = await settleWish(tx, { person, wish, asker: takesTwo ? asker : null, actor, details });
    if (answer.kind === "done") await tx.update(user).set({ name, disabled: false }).where(eq(user.id, person.id));
    return { ...answer, userId: person.id };
  });
}

/** A new installation has nobody who could agree, until its first administrator has accepted. */
export async function invitationTakesTwo(db: Parameters<typeof isSetUp>[0], role: Role): Promise<boolean> {
  return isOneOfTwo(role) && (await isSetUp(db));
}
