import { and, eq, gt, sql } from "drizzle-orm";
import { session, user } from "@/db/schema";
import type { Role } from "@/server/domain/people/roles";
import type { Context } from "../context";
import { hashOfToken, isToken } from "./internal/token";
import { IDLE_MINUTES, LIFETIME_HOURS, STEP_UP_MINUTES } from "./session-times";

/** A signed-in person, as the console sees them. Level 1 after the password, 2 after the second factor. */
export type SignedIn = {
  readonly sessionId: string;
  readonly userId: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly level: 1 | 2;
  /** A code of the second factor was given within STEP_UP_MINUTES. */
  readonly steppedUp: boolean;
};

/**
 * Finds the session by the token in the cookie. Null if it was revoked, has expired, or the person is disabled. Looking
 * does not keep it from idling out (`keepAlive`).
 */
export async function findSession({ db }: Pick<Context, "db">, token: string): Promise<SignedIn | null> {
  if (!isToken(token)) return null;
  const [row] = await db
    .select({
      sessionId: session.id,
      userId: user.id,
      name: user.name,
      email: user.email,
      role: user.role,
      level: session.level,
      steppedUp: sql<boolean>`coalesce(${session.confirmedAt} > now() - make_interval(mins => ${STEP_UP_MINUTES}), false)`,
    })
    .from(session)
    .innerJoin(user, eq(user.id, session.userId))
    .where(and(eq(session.tokenHash, hashOfToken(token)), gt(session.expiresAt, sql`now()`), eq(user.disabled, false)));
  return row ?? null;
}

/**
 * For what a person did, never for what a page does by itself: the session idles from now on. It never lives past its
 * lifetime, counted from the sign-in. The row is written at most once in a few minutes.
 */
export async function keepAlive({ db }: Pick<Context, "db">, sessionId: string): Promise<void> {
  const nextExpiry = sql`least(${session.writtenAt} + make_interval(hours => ${LIFETIME_HOURS}), now() + make_interval(mins => ${IDLE_MINUTES}))`;
  await db
    .update(session)
    .set({ expiresAt: nextExpiry })
    .where(
      and(
        eq(session.id, sessionId),
        gt(session.expiresAt, sql`now()`),
        gt(sql`${nextExpiry}`, sql`${session.expiresAt} + interval '2 minutes'`),
      ),
    );
}
