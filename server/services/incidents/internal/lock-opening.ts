import { sql } from "drizzle-orm";
import { ADVISORY_LOCKS } from "@/db/advisory-locks";
import type { Transaction } from "@/db/client";

/** One opens incidents at a time, until its transaction ends: so that no two open the same. */
export async function lockOpening(tx: Transaction): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(${ADVISORY_LOCKS.openIncident})`);
}
