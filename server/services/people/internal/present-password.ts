import { and, eq } from "drizzle-orm";
import type { Database } from "@/db/client";
import { session as sessionTable, user } from "@/db/schema";
import { withTransaction } from "@/db/transaction";
import { ServiceError } from "../../errors";
import type { SignedIn } from "../find-session";
import { SIGNED_OUT } from "./lock-session";
import { verifyPassword } from "./password";
import { type Charge, returnCharge, TOO_MANY_TRIES, tryOnce } from "./sign-in-tries";

/** The present password, given by whoever changes what they sign in with: a session alone must not do that. */
export type Present = { readonly session: SignedIn; readonly current: string };

/** `charge` is to be returned by whoever uses what it opened; `hash` is of the present password. */
export type Opened<T> = { readonly charge: Charge; readonly hash: string; readonly opened: T };

/**
 * Compares the present password, then does `work`, whose error counts no try. Wrong passwords count on the session.
 * Throws ServiceError: `not-allowed` for a wrong one or after too many, `wrong-state` if the session has ended.
 */
export async function openByPassword<T>(
  db: Database,
  { session, current }: Present,
  work: () => Promise<T>,
): Promise<Opened<T>> {
  const { userId, sessionId } = session;
  const [row] = await db
    .select({ passwordHash: user.passwordHash })
    .from(user)
    .innerJoin(sessionTable, eq(sessionTable.userId, user.id))
    .where(and(eq(sessionTable.id, sessionId), eq(user.id, userId)));
  if (!row) throw new ServiceError("wrong-state", SIGNED_OUT);
  const hash = row.passwordHash ?? "";
  const tried = await tryOnce(db, { userId, on: "session", id: sessionId }, async (charge) =>
    hash !== "" && (await verifyPassword(hash, current)) ? { charge, hash, opened: await work() } : null,
  );
  if (tried.kind === "waiting") throw new ServiceError("not-allowed", TOO_MANY_TRIES);
  if (tried.kind === "wrong") throw new ServiceError("not-allowed", "This is not your current password.");
  return tried.opened;
}

/** The same before something that changes in a transaction of its own. */
export async function requirePassword(db: Database, present: Present): Promise<void> {
  const { charge } = await openByPassword(db, present, async () => undefined);
  await withTransaction(db, (tx) => returnCharge(tx, charge));
}
