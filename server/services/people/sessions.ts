import { and, desc, eq, gt, sql } from "drizzle-orm";
import { session } from "@/db/schema";
import { withTransaction } from "@/db/transaction";
import { appendAudit } from "../audit/append-audit";
import type { Context } from "../context";
import { ServiceError } from "../errors";
import type { SignedIn } from "./find-session";
import { endSessionsOf } from "./internal/end-sessions-of";

type Db = Pick<Context, "db">;

export type SessionRow = {
  readonly sessionId: string;
  readonly level: number;
  readonly userAgent: string | null;
  readonly startedMs: number;
  readonly expiresMs: number;
  readonly current: boolean;
};

/** The person's active sessions, newest first. */
export async function listSessions({ db }: Db, person: SignedIn): Promise<SessionRow[]> {
  const rows = await db
    .select()
    .from(session)
    .where(and(eq(session.userId, person.userId), gt(session.expiresAt, sql`now()`)))
    .orderBy(desc(session.writtenAt));
  return rows.map((row) => ({
    sessionId: row.id,
    level: row.level,
    userAgent: row.userAgent,
    startedMs: row.writtenAt.getTime(),
    expiresMs: row.expiresAt.getTime(),
    current: row.id === person.sessionId,
  }));
}

/** Ends one of the person's own sessions. Throws ServiceError `not-found` if it has ended or is another person's. */
export async function revokeSession({ db }: Db, person: SignedIn, sessionId: string): Promise<void> {
  await withTransaction(db, async (tx) => {
    const removed = await tx
      .delete(session)
      .where(and(sql`${session.id}::text = ${sessionId}`, eq(session.userId, person.userId)))
      .returning({ id: session.id });
    if (removed.length !== 1) throw new ServiceError("not-found", "this session has already ended");
    await appendAudit(tx, {
      actor: `user:${person.userId}`,
      action: "session.revoke",
      subject: `session:${sessionId}`,
      details: { own: sessionId === person.sessionId },
      atMs: Date.now(),
    });
  });
}

/** Signs out all other sessions, or all. Returns how many ended. */
export async function revokeAllSessions({ db }: Db, person: SignedIn, keep: "this one" | "none"): Promise<number> {
  return withTransaction(db, async (tx) => {
    const sessions = await endSessionsOf(tx, person.userId, keep === "this one" ? person.sessionId : null);
    await appendAudit(tx, {
      actor: `user:${person.userId}`,
      action: "session.revoke-all",
      subject: `user:${person.userId}`,
      details: { sessions, keep },
      atMs: Date.now(),
    });
    return sessions;
  });
}
