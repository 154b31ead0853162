import { closeDatabase, connectDatabase, type Database } from "@/db/client";
import { startEmbeddedPostgres } from "@/db/embedded/start";
import { migrateDatabase } from "@/db/migrate";

/** Runs `work` on the migrated database of DATABASE_URL, or on the embedded server, and closes it. */
export async function withDatabase<T>(work: (db: Database) => Promise<T>): Promise<T> {
  const given = process.env.DATABASE_URL;
  const embedded = given ? null : await startEmbeddedPostgres();
  try {
    const url = given ?? embedded?.url ?? "";
    await migrateDatabase(url);
    const db = await connectDatabase(url);
    try {
      return await work(db);
    } finally {
      await closeDatabase(db);
    }
  } finally {
    await embedded?.stop();
  }
}
