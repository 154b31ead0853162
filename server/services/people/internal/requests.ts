import { eq, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { personRequest } from "@/db/schema";
import { can, type Role } from "@/server/domain/people/roles";
import { ServiceError } from "../../errors";
import { loadPerson } from "../load-person";

/** What is asked for about a person: to set a credential anew, or another role. */
export type Wish =
  | { readonly what: "password" | "second-factor"; readonly role: null }
  | { readonly what: "role"; readonly role: Role };

/** Who asks: an administrator, or the machine's owner where too few can sign in. */
export type Asker = { readonly userId: string } | "owner";

/** Nobody agrees to what was asked for longer ago. */
const COUNTS_HOURS = 72;
/** How long the machine's owner waits, so that whoever is told can take it back. */
const OWNER_WAITS_HOURS = 24;

/**
 * Keeps the wish until a second one has it too, and answers whether this one was the second: two administrators, the
 * owner and one administrator, or the owner twice with a day between. Throws ServiceError: `conflict` if the same person
 * asks again, `wrong-state` if the owner's day is not over.
 */
export async function agree(tx: Transaction, userId: string, wish: Wish, asker: Asker): Promise<boolean> {
  const open = await findSame(tx, userId, wish);
  const requestedBy = asker === "owner" ? null : asker.userId;
  if (!open) {
    const row = { what: wish.what, role: wish.role, requestedBy, writtenAt: sql`now()` };
    await tx
      .insert(personRequest)
      .values({ userId, ...row })
      .onConflictDoUpdate({ target: personRequest.userId, set: row });
    return false;
  }
  if (requestedBy !== null && open.requestedBy === requestedBy) {
    throw new ServiceError("conflict", "you have asked for this already: a second administrator says the same");
  }
  if (asker === "owner" && !open.ownerMay) {
    const from = new Date(open.writtenAt.getTime() + OWNER_WAITS_HOURS * 3_600_000).toISOString();
    throw new ServiceError("wrong-state", `everybody was told; alone, you can do it from ${from} on`);
  }
  await tx.delete(personRequest).where(eq(personRequest.userId, userId));
  return true;
}

/** The open request for the same, if it still counts: of one who may not ask any more, it does not. */
async function findSame(tx: Transaction, userId: string, { what, role }: Wish) {
  const hours = (count: number) => sql`${personRequest.writtenAt} + make_interval(hours => ${count}) `;
  const [open] = await tx
    .select({
      what: personRequest.what,
      role: personRequest.role,
      requestedBy: personRequest.requestedBy,
      writtenAt: personRequest.writtenAt,
      counts: sql<boolean>`${hours(COUNTS_HOURS)} > now()`,
      ownerMay: sql<boolean>`${hours(OWNER_WAITS_HOURS)} <= now()`,
    })
    .from(personRequest)
    .where(eq(personRequest.userId, userId));
  if (!open?.counts || open.what !== what || open.role !== role) return null;
  if (open.requestedBy === null) return open;
  const first = await loadPerson(tx, open.requestedBy);
  return first && can(first.role, "user.manage") ? open : null;
}
