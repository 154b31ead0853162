import { and, asc, desc, eq, isNull, lt, sql } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { actProposal } from "@/db/schema";
import { ServiceError } from "../../errors";
import type { LivePool } from "../../pool/load-pool";

export type ActRow = typeof actProposal.$inferSelect;

const MOST_ON_PAGE = 50;

type Db = Database | Transaction;

/** Those for the pool as it stands that nobody has withdrawn, oldest first: at most MOST_OPEN_ACTS. */
export async function openActs(db: Db, { datum }: Pick<LivePool, "datum">): Promise<ActRow[]> {
  const isOpen = and(eq(actProposal.nonce, datum.nonce), isNull(actProposal.withdrawnAt));
  return db.select().from(actProposal).where(isOpen).orderBy(asc(actProposal.id));
}

/** Also those that were withdrawn: the newest of them, as somebody may propose and withdraw without end. */
export async function actsForNonce(db: Db, nonce: number): Promise<ActRow[]> {
  return db
    .select()
    .from(actProposal)
    .where(eq(actProposal.nonce, nonce))
    .orderBy(sql`${actProposal.withdrawnAt} desc nulls first`, desc(actProposal.id))
    .limit(MOST_ON_PAGE);
}

/** Older than `before` (an id), newest first. */
export async function actsBefore(db: Db, before: number | null, limit: number): Promise<ActRow[]> {
  return db
    .select()
    .from(actProposal)
    .where(before === null ? undefined : lt(actProposal.id, before))
    .orderBy(desc(actProposal.id))
    .limit(limit);
}

/** Locked until the transaction ends. Throws ServiceError `not-found`. */
export async function lockAct(tx: Transaction, id: number): Promise<ActRow> {
  const [row] = await tx.select().from(actProposal).where(eq(actProposal.id, id)).for("update");
  if (!row) throw new ServiceError("not-found", "there is no such act");
  return row;
}
