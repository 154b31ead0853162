import { sql } from "drizzle-orm";
import type { Database } from "@/db/client";

/** Above what the pool of a test database holds. */
const CONNECTIONS = 5;

/**
 * Pages of 8 KB that the database has touched so far, whatever else the machine does. A session tells its counts when
 * it likes, so each is told to.
 */
export async function pagesSoFar(db: Database): Promise<number> {
  const tell = () => db.execute(sql`select pg_stat_force_next_flush(), pg_sleep(0.002)`);
  await Promise.all(Array.from({ length: CONNECTIONS }, tell));
  const [row] = await db.execute<{ pages: number }>(sql`
    select (blks_hit + blks_read)::float8 as pages from pg_stat_database where datname = current_database()`);
  return row?.pages ?? 0;
}
