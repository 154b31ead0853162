import { and, eq, gt, sql } from "drizzle-orm";
import { session, user } from "@/db/schema";
import type { Role } from "@/server/domain/people/roles";
import type { Context } from "../context";
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

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Finds the session by its id and keeps it from idling out. Null if it was revoked, has expired, or the person is
 * disabled. The row is written at most once in a few minutes, not by every request.
 */
export async function findSession(ctx: Pick<Context, "db">, sessionId: string): Promise<SignedIn | null> {
  if (!UUID.test(sessionId)) return null;
  const [row] = await ctx.db
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
    .where(and(eq(session.id, sessionId), gt(session.expiresAt, sql`now()`), eq(user.disabled, false)));
  if (!row) return null;
  await keepAlive(ctx, sessionId);
  return row;
}

/** `expires_at` moves with use, but never past the lifetime counted from the sign-in. */
async function keepAlive({ db }: Pick<Context, "db">, sessionId: string): Promise<void> {
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
