import { and, asc, eq, isNull, sql } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { actProposal } from "@/db/schema";
import type { LivePool } from "./load-pool";

/** Those that somebody asked to send, the first that was asked for first. */
export async function actsToSend(
  db: Database | Transaction,
  { datum }: Pick<LivePool, "datum">,
): Promise<(typeof actProposal.$inferSelect)[]> {
  const { nonce, withdrawnAt, sendAskedAt, id } = actProposal;
  return db
    .select()
    .from(actProposal)
    .where(and(eq(nonce, datum.nonce), isNull(withdrawnAt), sql`${sendAskedAt} is not null`))
    .orderBy(asc(sendAskedAt), asc(id));
}
