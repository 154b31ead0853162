import { and, eq, ne } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { session } from "@/db/schema";

/** Ends a person's sessions, but for the one to keep. Answers how many ended. */
export async function endSessionsOf(tx: Transaction, userId: string, keep: string | null = null): Promise<number> {
  const others = keep === null ? undefined : ne(session.id, keep);
  const removed = await tx
    .delete(session)
    .where(and(eq(session.userId, userId), others))
    .returning({ id: session.id });
  return removed.length;
}
