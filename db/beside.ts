import { sql } from "drizzle-orm";
import { drizzle, type PostgresJsDatabase } from "drizzle-orm/postgres-js";
import { ADVISORY_LOCKS } from "./advisory-locks";
import { makeClient } from "./client";
import { BESIDE } from "./driver-options";
import { DatabaseError, errorCode } from "./errors";
import { knownMigrations } from "./migrate";
import { parseDatabaseUrl } from "./url";
import { readUrlParameters } from "./url-parameters";

/*
 * The tables of a rescan: all of this code's once more, in a schema of their own. In the same database, so that they
 * take the live ones' place by their names, in one transaction and without a copy.
 */

/**
 * Lists of names, which say nothing about the chain: both use the same, so that a number means the same in either. A
 * rescan looks names up by their text: one that is wrong in the list is added once more.
 */
const SHARED = ["address", "identity"];

const NOT_ALLOWED = "42501";

type Execute = Pick<PostgresJsDatabase, "execute">;

/**
 * Runs `work` while nobody else makes, reads on, swaps or drops a rescan here. Throws DatabaseError `locked` if
 * somebody does, `pooler` where sessions are not our own.
 */
export function aloneBeside<T>(url: string, work: () => Promise<T>): Promise<T> {
  if (readUrlParameters(parseDatabaseUrl(url).searchParams).pooler) {
    const text =
      "A rescan needs sessions of its own: run it with a DATABASE_URL that leads to the server, not to a pooler.";
    throw new DatabaseError("pooler", text);
  }
  return inTransaction(url, async (tx) => {
    const [row] = await tx.execute<{ taken: boolean }>(
      sql`select pg_try_advisory_xact_lock(${ADVISORY_LOCKS.rescan}) as taken`,
    );
    if (!row?.taken) throw new DatabaseError("locked", "A rescan of this database is at work already: wait for it.");
    // By a statement without a snapshot, which takes the place of the one before and of what that keeps: else no row
    // that dies meanwhile could be cleared away, and a swap would wait for us.
    await tx.execute(sql`set local lock_timeout = 0`);
    return work();
  });
}

/** Makes the tables of a rescan, all or none. False if they are there: a rescan that was interrupted goes on. */
export function createBeside(url: string): Promise<boolean> {
  return inTransaction(url, async (tx) => {
    if (await isBeside(tx)) return false;
    await tx.execute(sql`create schema ${sql.identifier(BESIDE)}`).then(undefined, (cause: unknown) => {
      if (errorCode(cause) !== NOT_ALLOWED) throw cause;
      const text =
        "The database's user may not create schemas, and a rescan needs one. Let it, by: grant create on database NAME to USER";
      throw new DatabaseError("login", text, { cause });
    });
    await tx.execute(sql`set local search_path to ${sql.identifier(BESIDE)}`);
    const statements = knownMigrations().flatMap((migration) => migration.sql);
    // Only foreign keys name the schema.
    for (const each of statements) await tx.execute(sql.raw(each.replaceAll('"public".', `"${BESIDE}".`)));
    for (const name of SHARED.map((each) => sql.identifier(each))) {
      await tx.execute(sql`drop table ${name}`);
      await tx.execute(sql`create view ${name} as select * from public.${name}`);
    }
    // A statement of this kind takes no parameters.
    await tx.execute(sql.raw(`comment on schema "${BESIDE}" is '${mark()}'`));
    return true;
  });
}

/** False if there are none. Throws as `isBeside`, but for those of another version. */
export function dropBeside(url: string): Promise<boolean> {
  return inTransaction(url, async (tx) => {
    const isThere = await isBeside(tx, { anyVersion: true });
    if (isThere) await tx.execute(sql`drop schema ${sql.identifier(BESIDE)} cascade`);
    return isThere;
  });
}

/** Whether the tables of a rescan are there. Throws DatabaseError if others are there under that name. */
export async function isBeside(tx: Execute, { anyVersion = false } = {}): Promise<boolean> {
  const [found] = await tx.execute<{ mark: string | null }>(
    sql`select obj_description(oid, 'pg_namespace') as mark from pg_namespace where nspname = ${BESIDE}`,
  );
  if (found === undefined) return false;
  if (!found.mark?.startsWith(MARK)) {
    const text = `The schema ${BESIDE} was not made by a rescan, so it was left as it is. Rename it, or drop it if nobody needs it.`;
    throw new DatabaseError("schema-foreign", text);
  }
  if (anyVersion || found.mark === mark()) return true;
  const text = "The rescan was begun by another version. npm run scan -- drop removes it; then begin anew.";
  throw new DatabaseError("schema-older", text);
}

const MARK = "daily-prize-oracle rescan";
const mark = () => `${MARK} ${knownMigrations().at(-1)?.hash}`;

async function inTransaction<T>(url: string, work: (tx: Execute) => Promise<T>): Promise<T> {
  const client = makeClient(url, { max: 1, statementTimeoutMs: 0, idleInTransactionMs: 0 });
  try {
    return await drizzle(client).transaction((tx) => work(tx));
  } finally {
    await client.end({ timeout: 5 });
  }
}
