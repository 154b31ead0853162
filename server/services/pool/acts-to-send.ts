import { and, asc, eq, isNotNull, isNull } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { actProposal } from "@/db/schema";
import type { LivePool } from "./load-pool";

const { nonce, withdrawnAt, sendAskedAt, id } = actProposal;

/** Somebody asked to have it sent, and nobody has taken it back. */
export const IS_ASKED_FOR = and(isNotNull(sendAskedAt), isNull(withdrawnAt));

/** Those, the first that was asked for first. */
export async function actsToSend(
  db: Database | Transaction,
  { datum }: Pick<LivePool, "datum">,
): Promise<(typeof actProposal.$inferSelect)[]> {
  return db
    .select()
    .from(actProposal)
    .where(and(eq(nonce, datum.nonce), IS_ASKED_FOR))
    .orderBy(asc(sendAskedAt), asc(id));
}
