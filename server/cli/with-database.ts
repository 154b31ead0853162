import { closeDatabase, connectDatabase, type Database } from "@/db/client";
import { startEmbeddedPostgres } from "@/db/embedded/start";
import { migrateDatabase } from "@/db/migrate";
import { needEnv } from "./need-env";

/** Runs `work` on the migrated database of DATABASE_URL, or on the embedded server, and closes it. */
export async function withDatabase<T>(work: (db: Database) => Promise<T>): Promise<T> {
  return withDatabaseUrl(async (url) => {
    await migrateDatabase(url);
    return onDatabase(url, work);
  });
}

/** The same with the database as it is, for those who only look. */
export function withUnchangedDatabase<T>(work: (db: Database) => Promise<T>): Promise<T> {
  return withDatabaseUrl((url) => onDatabase(url, work));
}

/** The address of DATABASE_URL, or of the embedded server, which is started and stopped if nobody else uses it. */
export async function withDatabaseUrl<T>(work: (url: string) => Promise<T>): Promise<T> {
  if (process.env.DATABASE_URL) return work(needEnv("DATABASE_URL").DATABASE_URL);
  const embedded = await startEmbeddedPostgres();
  try {
    return await work(embedded.url);
  } finally {
    await embedded.stop();
  }
}

async function onDatabase<T>(url: string, work: (db: Database) => Promise<T>): Promise<T> {
  const db = await connectDatabase(url);
  try {
    return await work(db);
  } finally {
    await closeDatabase(db);
  }
}
