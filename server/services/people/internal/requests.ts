import { and, asc, eq, gt, inArray, isNull, or, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Database, Transaction } from "@/db/client";
import { personRequest, user } from "@/db/schema";
import { rolesThatCan } from "@/server/domain/people/roles";
import type { Wish } from "@/server/domain/people/wish";
import { ServiceError } from "../../errors";

/** Who asks: an administrator, or whoever can run commands on the server and reach the database. */
export type Asker = { readonly userId: string } | "owner";

/** Nobody agrees to what was asked for longer ago. */
const COUNTS_HOURS = 72;
/** How long others can take a request back, and how long one must have been administrator to be one of two. */
const WAIT_HOURS = 24;

const hours = (count: number) => sql`make_interval(hours => ${count})`;
const requester = alias(user, "requester");
const lasting = ({ enrolledAt }: typeof user | typeof requester) =>
  sql<boolean>`coalesce(${enrolledAt} <= now() - ${hours(WAIT_HOURS)}, false)`;

const aloneFromMs = (askedAt: Date) => askedAt.getTime() + WAIT_HOURS * 3_600_000;

/** The requests that count, the oldest first: of one who may not ask any more, none does. */
export async function readRequests(db: Database | Transaction, userId?: string) {
  const mayAsk = and(eq(requester.disabled, false), inArray(requester.role, [...rolesThatCan("user.manage")]));
  const rows = await db
    .select({
      userId: user.id,
      name: user.name,
      email: user.email,
      what: personRequest.what,
      role: personRequest.role,
      requestedBy: personRequest.requestedBy,
      by: requester.name,
      isOneOfTwo: lasting(requester),
      writtenAt: personRequest.writtenAt,
      mayAlone: sql<boolean>`${personRequest.writtenAt} <= now() - ${hours(WAIT_HOURS)}`,
    })
    .from(personRequest)
    .innerJoin(user, eq(user.id, personRequest.userId))
    .leftJoin(requester, eq(requester.id, personRequest.requestedBy))
    .where(
      and(
        userId === undefined ? undefined : eq(personRequest.userId, userId),
        gt(personRequest.writtenAt, sql`now() - ${hours(COUNTS_HOURS)}`),
        or(isNull(personRequest.requestedBy), mayAsk),
      ),
    )
    .orderBy(asc(personRequest.writtenAt), asc(personRequest.userId));
  return rows.map(({ writtenAt, ...row }) => ({ ...row, aloneFromMs: aloneFromMs(writtenAt) }));
}

/**
 * Keeps the wish until it is agreed to: two administrators have it, each of whom has been one for a day, or a day has
 * passed since it was asked for first. The machine's owner is never one of two, since they may be an administrator too.
 * Answers null once it is agreed to, else when one alone may have it done. Throws ServiceError `conflict` if the
 * same is asked for again too early.
 */
export async function agree(tx: Transaction, userId: string, wish: Wish, asker: Asker): Promise<number | null> {
  const open = (await readRequests(tx, userId)).find(({ what, role }) => what === wish.what && role === wish.role);
  const requestedBy = asker === "owner" ? null : asker.userId;
  if (!open) return keepRequest(tx, userId, wish, requestedBy);
  const isOneOfTwo = requestedBy !== null && (await hasLasted(tx, requestedBy));
  if (open.mayAlone || (isOneOfTwo && open.isOneOfTwo && open.requestedBy !== requestedBy)) {
    await tx.delete(personRequest).where(eq(personRequest.userId, userId));
    return null;
  }
  const from = new Date(open.aloneFromMs).toISOString();
  if (!isOneOfTwo || open.isOneOfTwo) {
    const text = `this is asked for. Now another administrator, who has been one for ${WAIT_HOURS} hours, has to say the same; or run it again from ${from} on`;
    throw new ServiceError("conflict", text);
  }
  await tx.update(personRequest).set({ requestedBy }).where(eq(personRequest.userId, userId));
  return open.aloneFromMs;
}

/** It takes the place of whatever else was asked for about the person. */
async function keepRequest(tx: Transaction, userId: string, { what, role }: Wish, requestedBy: string | null) {
  const row = { what, role, requestedBy, writtenAt: sql`now()` };
  const [kept] = await tx
    .insert(personRequest)
    .values({ userId, ...row })
    .onConflictDoUpdate({ target: personRequest.userId, set: row })
    .returning({ writtenAt: personRequest.writtenAt });
  if (!kept) throw new Error("the request was not stored");
  return aloneFromMs(kept.writtenAt);
}

async function hasLasted(tx: Transaction, userId: string): Promise<boolean> {
  const [row] = await tx
    .select({ lasted: lasting(user) })
    .from(user)
    .where(eq(user.id, userId));
  return row?.lasted ?? false;
}
