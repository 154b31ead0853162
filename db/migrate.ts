import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { type MigrationMeta, readMigrationFiles } from "drizzle-orm/migrator";
import { drizzle, type PostgresJsDatabase } from "drizzle-orm/postgres-js";
import { ADVISORY_LOCKS } from "./advisory-locks";
import { checkServerVersion, makeClient } from "./client";
import { DatabaseError } from "./errors";
import { explainConnectionError } from "./explain";
import { describeDatabaseUrl } from "./url";

export interface MigrateOptions {
  /** Default `db/migrations` of the folder that the process was started in. */
  readonly migrationsFolder?: string;
  /** How long to wait for another migrating instance; default five minutes. */
  readonly lockTimeoutMs?: number;
}

const LOCK_POLL_MS = 100;

/**
 * Migrates the database to the schema of this code; does nothing if it is there. Several instances may call it at once:
 * they take turns. Returns how many migrations it applied, all in one transaction.
 *
 * Refuses (DatabaseError `schema-newer`, `schema-foreign`) a database that a newer version has migrated, or whose
 * migrations differ from ours, and then changes nothing.
 */
export async function migrateDatabase(url: string, options: MigrateOptions = {}): Promise<number> {
  const known = knownMigrations(options);
  const client = makeClient(url, { max: 1, applicationName: "daily-prize-oracle migrate" });
  try {
    await checkServerVersion(client, url);
    const deadlineMs = Date.now() + (options.lockTimeoutMs ?? 300_000);
    for (;;) {
      const applied = await drizzle(client).transaction((tx) => migrateInTurn(tx, known, url));
      if (applied !== "locked") return applied;
      if (Date.now() > deadlineMs) throw lockedFor(options.lockTimeoutMs ?? 300_000, url);
      await sleep(LOCK_POLL_MS);
    }
  } catch (error) {
    // SQL that failed is our own fault, and is reported as it is.
    throw isConnectionError(error) ? explainConnectionError(error, url) : error;
  } finally {
    await client.end({ timeout: 5 });
  }
}

/** Those of this code, in their order. */
export function knownMigrations({ migrationsFolder }: MigrateOptions = {}): MigrationMeta[] {
  return readMigrationFiles({ migrationsFolder: migrationsFolder ?? path.join(process.cwd(), "db", "migrations") });
}

type MigrationTransaction = Pick<PostgresJsDatabase, "execute">;

/**
 * Everything in one transaction, under a lock that ends with it: behind a pooler, the next one may be in another
 * session. Asks for the lock without waiting, since a statement that waits would block `create index concurrently`.
 */
async function migrateInTurn(
  tx: MigrationTransaction,
  known: MigrationMeta[],
  url: string,
): Promise<number | "locked"> {
  await tx.execute(sql`set local statement_timeout = 0`);
  const [row] = await tx.execute<{ taken: boolean }>(
    sql`select pg_try_advisory_xact_lock(${ADVISORY_LOCKS.migrations}) as taken`,
  );
  if (!row?.taken) return "locked";
  const applied = await readApplied(tx);
  refuseUnknown(applied, known, url);
  const lastMs = applied.at(-1)?.createdAtMs ?? Number.NEGATIVE_INFINITY;
  const missing = known.filter(({ folderMillis }) => folderMillis > lastMs);
  if (applied.length + missing.length !== known.length) throw addedBefore(applied.length, known.length, url);
  for (const migration of missing) await apply(tx, migration);
  return missing.length;
}

/** As drizzle's own `migrate` does it, which cannot run inside a transaction. */
async function apply(tx: MigrationTransaction, { sql: statements, hash, folderMillis }: MigrationMeta): Promise<void> {
  for (const statement of statements) await tx.execute(sql.raw(statement));
  await tx.execute(sql`create schema if not exists drizzle`);
  await tx.execute(sql`create table if not exists drizzle.__drizzle_migrations
    (id serial primary key, hash text not null, created_at bigint)`);
  await tx.execute(
    sql`insert into drizzle.__drizzle_migrations (hash, created_at) values (${hash}, ${BigInt(folderMillis)})`,
  );
}

function addedBefore(applied: number, known: number, url: string): DatabaseError {
  return new DatabaseError(
    "schema-foreign",
    `The database at ${describeDatabaseUrl(url)} has ${applied} migrations applied, but there are ${known}: ` +
      "one was added with a date before the last one applied. Generate it again (npm run db:generate).",
  );
}

function lockedFor(timeoutMs: number, url: string): DatabaseError {
  return new DatabaseError(
    "locked",
    `Another instance has been migrating the database at ${describeDatabaseUrl(url)} for more than ` +
      `${Math.round(timeoutMs / 1000)} s. Wait for it to end, or end its session, then start again.`,
  );
}

function isConnectionError(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const isOfServer = /^[0-9A-Z]{5}$/.test(code) && !/^E[A-Z]+$/.test(code);
  return isOfServer ? /^(08|28|3D|53)/.test(code) : code !== "";
}

interface AppliedMigration {
  readonly hash: string;
  readonly createdAtMs: number;
}

/** Whether what was applied is what this code knows, to the last. The caller has the lock. */
export async function isMigrated(tx: MigrationTransaction): Promise<boolean> {
  return (await readApplied(tx)).at(-1)?.hash === knownMigrations().at(-1)?.hash;
}

/** drizzle's own record of applied migrations, oldest first. */
async function readApplied(tx: MigrationTransaction): Promise<AppliedMigration[]> {
  const [table] = await tx.execute<{ name: string | null }>(
    sql`select to_regclass('drizzle.__drizzle_migrations')::text as name`,
  );
  if (!table?.name) return [];
  const rows = await tx.execute<{ hash: string; created_at: bigint }>(
    sql`select hash, created_at from drizzle.__drizzle_migrations order by created_at, id`,
  );
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
