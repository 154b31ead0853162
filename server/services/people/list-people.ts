import { and, asc, eq, isNull, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { invitation, recoveryCode, session, totpSecret, user } from "@/db/schema";
import type { Role } from "@/server/domain/people/roles";
import type { Wish } from "@/server/domain/people/wish";
import { readRequests } from "./internal/requests";

export type PersonState = "invited" | "active" | "being-reset" | "disabled";

export type ListedPerson = {
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly state: PersonState;
  readonly approverKey: string | null;
  readonly failedLogins: number;
  /** Null unless sign-in has to wait. */
  readonly lockedUntilMs: number | null;
  readonly sessions: number;
  readonly recoveryCodes: number;
  /** Until when the link that was not used yet is good. */
  readonly linkExpiresMs: number | null;
  /** What was asked for about them and is not decided. */
  readonly asked: { readonly what: Wish["what"]; readonly role: Role | null } | null;
};

/** All people, by name. */
export async function listPeople(db: Database): Promise<readonly ListedPerson[]> {
  const requests = new Map((await readRequests(db)).map(({ userId, what, role }) => [userId, { what, role }]));
  const count = (from: ReturnType<typeof sql>) => sql<number>`(select count(*)::int from ${from})`;
  const rows = await db
    .select({
      person: user,
      hasFactor: sql<boolean>`${totpSecret.userId} is not null`,
      sessions: count(sql`${session} s where s.user_id = ${user.id} and s.expires_at > now()`),
      recoveryCodes: count(sql`${recoveryCode} c where c.user_id = ${user.id} and c.used_at is null`),
      linkExpires: invitation.expiresAt,
      waits: sql<boolean>`coalesce(${user.lockedUntil} > now(), false)`,
    })
    .from(user)
    .leftJoin(totpSecret, eq(totpSecret.userId, user.id))
    .leftJoin(invitation, and(eq(invitation.userId, user.id), isNull(invitation.usedAt)))
    .orderBy(asc(user.name), asc(user.email));
  return rows.map(({ person, hasFactor, waits, linkExpires, ...rest }) => ({
    name: person.name,
    email: person.email,
    role: person.role,
    state: stateOf(person, hasFactor),
    approverKey: person.approverKey,
    failedLogins: person.failedLogins,
    lockedUntilMs: waits ? (person.lockedUntil?.getTime() ?? null) : null,
    linkExpiresMs: linkExpires?.getTime() ?? null,
    asked: requests.get(person.id) ?? null,
    ...rest,
  }));
}

function stateOf({ disabled, passwordHash, enrolledAt }: typeof user.$inferSelect, hasFactor: boolean): PersonState {
  if (disabled) return "disabled";
  if (passwordHash !== null && hasFactor) return "active";
  return enrolledAt === null ? "invited" : "being-reset";
}
