import { and, desc, eq, gt } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { auditEvent } from "@/db/schema";
import { type Action, can, rolesThatCan } from "@/server/domain/people/roles";
import { type Person, requireTwoPeople } from "@/server/domain/people/two-people";
import { loadPerson } from "../people/load-person";
import type { DayRow } from "./move-day";

/** What the first of two people requested. Valid until the day moves. */
export type ReleaseRequest = {
  readonly person: Person;
  readonly exit: StopExit;
  readonly reason: string;
  readonly atMs: number;
};

/**
 * How a stop ends: the day goes on from where it was stopped, is read anew by the rules in force now, or is closed: it
 * pays nothing, and all that it owes is carried.
 */
export const STOP_EXITS = ["release", "read-anew", "close"] as const;
export type StopExit = (typeof STOP_EXITS)[number];

/** What both people need the right to, and what they do. */
export const EXIT_DEEDS: Record<StopExit, { readonly action: Action; readonly what: string; readonly done: string }> = {
  release: { action: "day.release", what: "releasing a day", done: "released" },
  "read-anew": { action: "day.release", what: "having a day read anew", done: "read anew" },
  close: { action: "day.close", what: "closing a day", done: "closed with everything carried" },
};

export const RELEASE_REQUEST = "day.release-request";

/**
 * The open request to release a stopped day. It is only in the audit log: written once, never changed. Requests from
 * before the day was last stopped do not count.
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
  const { reason, exit } = event.details as { reason: string; exit: StopExit };
  return { person, exit, reason, atMs: event.atMs };
}

export type MayRelease =
  | { readonly ok: true; readonly request: ReleaseRequest | null }
  | { readonly ok: false; readonly reason: string; readonly request: ReleaseRequest | null };

/** Whether this person can say how the day's stop ends, or confirm it as the second. */
export async function mayRelease(db: Database | Transaction, day: DayRow, person: Person): Promise<MayRelease> {
  const request = await openReleaseRequest(db, day.dayIndex);
  if (day.state !== "FROZEN") return { ok: false, reason: "The day is not stopped.", request };
  const { action } = EXIT_DEEDS[request?.exit ?? "release"];
  if (!can(person.role, action)) {
    const needed = rolesThatCan(action).join(" or ");
    return { ok: false, reason: `Your role is ${person.role}. Releasing a day requires ${needed}.`, request };
  }
  if (!request) return { ok: true, request };
  const two = requireTwoPeople(action, request.person, person);
  return two.ok ? { ok: true, request } : { ok: false, reason: two.text, request };
}
