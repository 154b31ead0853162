import { sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { withTransaction } from "@/db/transaction";

/**
 * Counts a try that failed, in its minute, by the same statements whether somebody has the account or not. It does not
 * wait for the disk: under a flood all of one minute wait for one row.
 */
export async function noteFailedTry(db: Database, userId: string): Promise<void> {
  await withTransaction(db, async (tx) => {
    await tx.execute(sql`set local synchronous_commit = off`);
    await tx.execute(sql`delete from failed_try where minute < now() - interval '1 day'`);
    await tx.execute(sql`
      insert into failed_try (minute, user_id, tries) values (date_trunc('minute', now()), ${userId}, 1)
      on conflict (minute, user_id) do update set tries = failed_try.tries + 1`);
  });
}
