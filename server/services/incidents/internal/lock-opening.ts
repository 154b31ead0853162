import { sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";

/** One opens incidents at a time, until its transaction ends: so that no two open the same. */
const OPENING_LOCK = 7_301_016;

export async function lockOpening(tx: Transaction): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(${OPENING_LOCK})`);
}
