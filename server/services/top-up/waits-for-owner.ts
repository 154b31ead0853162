import { and, eq } from "drizzle-orm";
import type { Database } from "@/db/client";
import { topUp } from "@/db/schema";

/** Whether a person's own deposit has a transaction that waits for their signature. */
export async function waitsForOwner(db: Database, userId: string): Promise<boolean> {
  return (await db.$count(topUp, and(eq(topUp.userId, userId), eq(topUp.state, "BUILT")))) > 0;
}
