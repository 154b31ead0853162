import { closeDatabase, connectDatabase, type Database } from "@/db/client";
import { startEmbeddedPostgres } from "@/db/embedded/start";
import { DatabaseError, errorCode } from "@/db/errors";
import { migrateDatabase } from "@/db/migrate";
import type { AuditKey } from "@/server/domain/audit/mac";
import { auditKeysOf } from "@/server/env";
import { needEnv } from "./need-env";

/**
 * Runs `work` on the migrated database of DATABASE_URL, or on the embedded server, and closes it. Without AUDIT_KEY
 * nothing is started: what the command does has its row in the audit log.
 */
export async function withDatabase<T>(work: (db: Database) => Promise<T>): Promise<T> {
  const auditKeys = needAuditKeys();
  return withDatabaseUrl(async (url) => {
    await migrateDatabase(url);
    return onDatabase(url, auditKeys, work);
  });
}

/** PostgreSQL's codes for a table and a column that are not there. */
const MISSING: readonly string[] = ["42P01", "42703"];

/** The same with the database as it is, for those who only look. They write nothing, so they need no key. */
export function withUnchangedDatabase<T>(
  work: (db: Database) => Promise<T>,
  auditKeys: readonly AuditKey[] = [],
): Promise<T> {
  return withDatabaseUrl((url) => onDatabase(url, auditKeys, work)).catch((error: unknown) => {
    if (!MISSING.includes(errorCode(error) ?? "")) throw error;
    const text = "The database is empty or of an older version, and was left as it is. npm start brings it up to date.";
    throw new DatabaseError("schema-older", text);
  });
}

/** What the audit log is verified and written with. */
export function needAuditKeys(): readonly AuditKey[] {
  return auditKeysOf(needEnv("AUDIT_KEY", "AUDIT_KEYS_OLD"));
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

async function onDatabase<T>(
  url: string,
  auditKeys: readonly AuditKey[],
  work: (db: Database) => Promise<T>,
): Promise<T> {
  const db = await connectDatabase(url, { auditKeys });
  try {
    return await work(db);
  } finally {
    await closeDatabase(db);
  }
}
