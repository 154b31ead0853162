import { createHash, randomBytes } from "node:crypto";
import { and, eq, isNull, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { invitation, user } from "@/db/schema";
import type { Credential } from "@/server/domain/people/credentials";
import { ServiceError } from "../../errors";

/** Whoever has the token can set what the link sets, once, until it expires. It is shown once and kept nowhere. */
export type Link = { readonly token: string; readonly expiresMs: number };

export type FoundLink = {
  readonly link: typeof invitation.$inferSelect;
  readonly person: typeof user.$inferSelect;
};

const VALID_HOURS = 48;
const TOKEN = /^[A-Za-z0-9_-]{43}$/;

/** Makes a link for the person. One that was not used before ends. */
export async function issueLink(tx: Transaction, userId: string, sets: Credential | "both"): Promise<Link> {
  const token = randomBytes(32).toString("base64url");
  await endLinks(tx, userId);
  const [issued] = await tx
    .insert(invitation)
    .values({
      userId,
      sets,
      tokenHash: hashOf(token),
      expiresAt: sql`now() + make_interval(hours => ${VALID_HOURS})`,
    })
    .returning({ expiresAt: invitation.expiresAt });
  if (!issued) throw new Error("the link was not stored");
  return { token, expiresMs: issued.expiresAt.getTime() };
}

/** Ends a link that was not used. Answers how many there were. */
export async function endLinks(tx: Transaction, userId: string): Promise<number> {
  const unused = and(eq(invitation.userId, userId), isNull(invitation.usedAt));
  return (await tx.delete(invitation).where(unused).returning({ id: invitation.id })).length;
}

/**
 * The open link with this token and its person, both locked until the transaction ends. Throws ServiceError:
 * `not-found` if nobody could use it, `conflict` if it was used, `wrong-state` if it has expired.
 */
export async function lockLink(tx: Transaction, token: string): Promise<FoundLink> {
  const found = TOKEN.test(token)
    ? await tx
        .select({ link: invitation, person: user, expired: sql<boolean>`${invitation.expiresAt} <= now()` })
        .from(invitation)
        .innerJoin(user, eq(user.id, invitation.userId))
        .where(eq(invitation.tokenHash, hashOf(token)))
        .for("update")
    : [];
  const [row] = found;
  if (!row || row.person.disabled) {
    throw new ServiceError("not-found", "This link is not valid. Perhaps a newer one took its place: ask for it.");
  }
  if (row.link.usedAt) throw new ServiceError("conflict", "This link was used already. Sign in, or ask for a new one.");
  if (row.expired) throw new ServiceError("wrong-state", "This link has expired. Ask for a new one.");
  return { link: row.link, person: row.person };
}

function hashOf(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}
