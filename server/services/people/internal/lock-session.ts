import { eq } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { session } from "@/db/schema";
import { ServiceError } from "../../errors";

export const SIGNED_OUT = "You were signed out. Sign in again.";

/**
 * Locks the session until the transaction ends. Throws ServiceError `wrong-state` if it has ended: who was signed out
 * while the call was on its way changes nothing any more.
 */
export async function lockSession(tx: Transaction, sessionId: string): Promise<void> {
  const rows = await tx.select({ id: session.id }).from(session).where(eq(session.id, sessionId)).for("update");
  if (rows.length !== 1) throw new ServiceError("wrong-state", SIGNED_OUT);
}
