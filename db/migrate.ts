import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type MigrationMeta, readMigrationFiles } from "drizzle-orm/migrator";
import { drizzle } from "drizzle-orm/postgres-js";
import { migrate } from "drizzle-orm/postgres-js/migrator";
import { type Client, checkServerVersion, makeClient } from "./client";
import { DatabaseError } from "./errors";
import { describeDatabaseUrl, explainConnectionError } from "./url";

export interface MigrateOptions {
  /** Default `db/migrations` of the folder that the process was started in. */
  readonly migrationsFolder?: string;
  /** How long to wait for another migrating instance; default five minutes. */
  readonly lockTimeoutMs?: number;
}

/** The advisory lock of migrations. Any number works if every instance uses the same. */
export const MIGRATION_LOCK_KEY = 7_391_250_466_118n;
const LOCK_POLL_MS = 100;

/**
 * Migrates the database to the schema of this code; does nothing if it is there. Several instances may call it at once:
 * they take turns. Returns how many migrations it applied, all in one transaction.
 *
 * Refuses (DatabaseError `schema-newer`, `schema-foreign`) a database that a newer version has migrated, or whose
 * migrations differ from ours, and then changes nothing.
 */
export async function migrateDatabase(url: string, options: MigrateOptions = {}): Promise<number> {
  const migrationsFolder = options.migrationsFolder ?? path.join(process.cwd(), "db", "migrations");
  const known = readMigrationFiles({ migrationsFolder });
  const client = makeClient(url, {
    max: 1,
    applicationName: "daily-prize-oracle migrate",
    statementTimeoutMs: 0,
  });
  try {
    await checkServerVersion(client, url);
    await takeLock(client, url, options.lockTimeoutMs ?? 300_000);
    const before = await readApplied(client);
    refuseUnknown(before, known, url);
    await migrate(drizzle(client), { migrationsFolder });
    const after = await readApplied(client);
    if (after.length !== known.length) {
      throw new DatabaseError(
        "schema-foreign",
        `The database at ${describeDatabaseUrl(url)} has ${after.length} migrations applied, but there are ` +
          `${known.length}: one was added with a date before the last one applied. Generate it again (npm run db:generate).`,
      );
    }
    return after.length - before.length;
  } catch (error) {
    // SQL that failed is our own fault, and is reported as it is.
    throw isConnectionError(error) ? explainConnectionError(error, url) : error;
  } finally {
    // Ends the session, and the lock with it.
    await client.end({ timeout: 5 });
  }
}

function isConnectionError(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return /^(E[A-Z]+|CONNECT.*|28...|3D000)$/.test(code);
}

interface AppliedMigration {
  readonly hash: string;
  readonly createdAtMs: number;
}

/** Polls, because a session that waits inside a statement would block `create index concurrently` elsewhere. */
async function takeLock(client: Client, url: string, timeoutMs: number): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const [row] = await client<{ taken: boolean }[]>`select pg_try_advisory_lock(${MIGRATION_LOCK_KEY}) as taken`;
    if (row?.taken) return;
    if (Date.now() > deadline) {
      throw new DatabaseError(
        "locked",
        `Another instance has been migrating the database at ${describeDatabaseUrl(url)} for more than ` +
          `${Math.round(timeoutMs / 1000)} s. Wait for it to end, or end its session, then start again.`,
      );
    }
    await sleep(LOCK_POLL_MS);
  }
}

/** drizzle's own record of applied migrations, oldest first. */
async function readApplied(client: Client): Promise<AppliedMigration[]> {
  const [table] = await client<{ name: string | null }[]>`
    select to_regclass('drizzle.__drizzle_migrations')::text as name`;
  if (!table?.name) return [];
  const rows = await client<{ hash: string; created_at: bigint }[]>`
    select hash, created_at from drizzle.__drizzle_migrations order by created_at, id`;
  return rows.map((row) => ({ hash: row.hash, createdAtMs: Number(row.created_at) }));
}

function refuseUnknown(applied: AppliedMigration[], known: MigrationMeta[], url: string): void {
  const where = describeDatabaseUrl(url);
  const lastKnownMs = Math.max(0, ...known.map((migration) => migration.folderMillis));
  const newer = applied.filter((migration) => migration.createdAtMs > lastKnownMs).length;
  if (newer > 0) {
    throw new DatabaseError(
      "schema-newer",
      `The database at ${where} was migrated by a newer version of Daily Prize Oracle: it has ${newer} ` +
        `migration${newer === 1 ? "" : "s"} that this version does not know. Start that version or a newer one, ` +
        "or restore a backup made by this one. Nothing was changed.",
    );
  }
  const stranger = applied.find(
    (row) => !known.some((migration) => migration.folderMillis === row.createdAtMs && migration.hash === row.hash),
  );
  if (stranger) {
    throw new DatabaseError(
      "schema-foreign",
      `The database at ${where} has a migration of ${new Date(stranger.createdAtMs).toISOString()} that is not the ` +
        "one in db/migrations: it belongs to another program, or a migration was edited after it had been applied. " +
        "Use an empty database, or restore the migration as it was. Nothing was changed.",
    );
  }
}
