import { sql } from "drizzle-orm";
import type { Transaction } from "./client";
import { BESIDE } from "./driver-options";

/** The one channel of PostgreSQL's LISTEN and NOTIFY that all processes share. */
export const NEWS_CHANNEL = "prize_oracle_news";

/**
 * What may have become different: the newest block that was read, plays, a day (with its payments and signatures),
 * anything else in the audit log, how the chain sources are.
 */
export type NewsKind = "block" | "play" | "day" | "record" | "source";

/**
 * Tells whoever listens (listen.ts) that something is different, once and only if this transaction is committed. The
 * number says where (a height, a day), never what: listeners read the database. The same twice in a transaction is one.
 * A rescan tells nobody.
 */
export async function tell(tx: Pick<Transaction, "execute">, kind: NewsKind, number: number): Promise<void> {
  await tx.execute(sql`select pg_notify(${NEWS_CHANNEL}, ${`${kind}:${number}`}) where current_schema() <> ${BESIDE}`);
}
