import { eq, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { violatedConstraint } from "@/db/errors";
import { totpSecret, user } from "@/db/schema";
import { withTransaction } from "@/db/transaction";
import type { Actor } from "../audit/append-audit";
import { ServiceError } from "../errors";
import { checkIdentity, type Identity, normaliseEmail } from "./internal/identity";
import { issueLink, type Link } from "./internal/link";
import { recordChange } from "./internal/record-change";

/**
 * Invites a person, who sets password and second factor by the link. Somebody who has not accepted yet gets a new link,
 * with the new name and role. Throws ServiceError: `bad-input`, or `conflict` for an address that is taken.
 */
export async function invite(db: Database, given: Identity, actor: Actor): Promise<Link & { readonly userId: string }> {
  checkIdentity(given);
  const identity = { email: normaliseEmail(given.email), name: given.name.trim(), role: given.role };
  return withTransaction(db, async (tx) => {
    const [known] = await tx
      .select({ userId: user.id, accepted: sql<boolean>`${user.passwordHash} is not null`, factor: totpSecret.userId })
      .from(user)
      .leftJoin(totpSecret, eq(totpSecret.userId, user.id))
      .where(eq(user.email, identity.email))
      .for("update", { of: user });
    if (known && (known.accepted || known.factor)) throw taken(identity.email);
    const [stored] = known
      ? await tx
          .update(user)
          .set({ ...identity, disabled: false })
          .where(eq(user.id, known.userId))
          .returning({ userId: user.id })
      : await tx.insert(user).values(identity).returning({ userId: user.id });
    if (!stored) throw new Error("the person was not stored");
    const link = await issueLink(tx, stored.userId, "both");
    await recordChange(tx, { actor, action: "user.invite", userId: stored.userId, details: identity });
    return { ...stored, ...link };
  }).catch((error: unknown) => {
    if (violatedConstraint(error) === "user_email_unique") throw taken(identity.email);
    throw error;
  });
}

function taken(email: string): ServiceError {
  return new ServiceError("conflict", `${email} has an account already`);
}
