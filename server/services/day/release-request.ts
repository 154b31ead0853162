import { and, desc, eq, gt } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { auditEvent, user } from "@/db/schema";
import { can, type Role, rolesThatCan } from "@/server/domain/people/roles";
import { type Person, requireTwoPeople } from "@/server/domain/people/two-people";
import type { DayRow } from "./move-day";

/** What the first of two people asked for; it stands until the day moves. */
export type ReleaseRequest = { readonly person: Person; readonly reason: string; readonly atMs: number };

export const RELEASE_REQUEST = "day.release-request";

/**
 * The open request to release a stopped day. The audit log is its only home: it is written once, cannot be
 * changed, and what was asked before the day was stopped again does not count.
 */
export async function openReleaseRequest(db: Database | Transaction, dayIndex: number): Promise<ReleaseRequest | null> {
  const subject = `day:${dayIndex}`;
  const [frozen] = await db
    .select({ sequence: auditEvent.sequence })
    .from(auditEvent)
    .where(and(eq(auditEvent.subject, subject), eq(auditEvent.action, "day.frozen")))
    .orderBy(desc(auditEvent.sequence))
    .limit(1);
  const [event] = await db
    .select()
    .from(auditEvent)
    .where(
      and(
        eq(auditEvent.subject, subject),
        eq(auditEvent.action, RELEASE_REQUEST),
        gt(auditEvent.sequence, frozen?.sequence ?? 0),
      ),
    )
    .orderBy(desc(auditEvent.sequence))
    .limit(1);
  if (!event) return null;
  const person = await loadPerson(db, event.actor.replace(/^user:/, ""));
  if (!person) return null;
  const { reason } = event.details as { reason: string };
  return { person, reason, atMs: event.atMs };
}

/** Null when there is no such person, or he is disabled meanwhile. */
export async function loadPerson(db: Database | Transaction, userId: string): Promise<Person | null> {
  const [row] = await db.select().from(user).where(eq(user.id, userId));
  return row && !row.disabled ? { id: row.id, name: row.name, role: row.role as Role } : null;
}

export type MayRelease =
  | { readonly ok: true; readonly request: ReleaseRequest | null }
  | { readonly ok: false; readonly reason: string; readonly request: ReleaseRequest | null };

/** Whether this person can ask for the day's release, or be the second who agrees to it. */
export async function mayRelease(
  db: Database | Transaction,
  day: DayRow,
  person: { readonly userId: string; readonly role: Role },
): Promise<MayRelease> {
  const request = await openReleaseRequest(db, day.dayIndex);
  if (day.state !== "FROZEN") return { ok: false, reason: "The day is not stopped.", request };
  if (!can(person.role, "day.release")) {
    const needed = rolesThatCan("day.release").join(" or ");
    return { ok: false, reason: `You are ${person.role}. Releasing a day needs ${needed}.`, request };
  }
  if (!request) return { ok: true, request };
  const second = await loadPerson(db, person.userId);
  if (!second) return { ok: false, reason: "Your account is disabled.", request };
  const two = requireTwoPeople("day.release", request.person, second);
  return two.ok ? { ok: true, request } : { ok: false, reason: two.text, request };
}
