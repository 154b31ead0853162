import { drizzle, type PostgresJsDatabase } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import type { AuditKey } from "../server/domain/audit/mac";
import { keepAuditKeys } from "./audit-keys";
import { DatabaseError } from "./errors";
import * as schema from "./schema/index";
import { type Client, Endings, GREETING_FILLER, guardTransactions } from "./sessions";
import { describeDatabaseUrl, explainConnectionError, OLDEST_SERVER_MAJOR, parseDatabaseUrl } from "./url";

export type { Client };
export type Database = PostgresJsDatabase<typeof schema> & { readonly $client: Client };
/** The argument of `db.transaction`'s function. Services that write take it. */
export type Transaction = Parameters<Parameters<Database["transaction"]>[0]>[0];

export interface ConnectOptions {
  /** The most connections; default 10. */
  readonly max?: number;
  /** The name in `pg_stat_activity`. */
  readonly applicationName?: string;
  /** A statement that takes longer is cancelled; default 30 s, 0 for no limit. */
  readonly statementTimeoutMs?: number;
  /** A session whose transaction waits longer than this for its next statement is ended; default 60 s. */
  readonly idleInTransactionMs?: number;
  /** What the audit log is written (the first) and verified with. Without one, nothing that is audited can be done. */
  readonly auditKeys?: readonly AuditKey[];
}

const INT8_OID = 20;
const NUMERIC_OID = 1700;

/** An unconnected pool for `url`. Connections use UTC. Those that the server ends are replaced when next needed. */
export function makeClient(url: string, options: ConnectOptions = {}): Client {
  // postgres.js takes the name from the address without decoding percent signs.
  const database = decodeURIComponent(parseDatabaseUrl(url).pathname.slice(1));
  const statementTimeoutMs = options.statementTimeoutMs ?? 30_000;
  const endings = new Endings();
  const client: Client = postgres(url, {
    database,
    max: options.max ?? 10,
    connect_timeout: 15,
    onnotice: () => undefined,
    onclose: endings.note,
    connection: {
      ...GREETING_FILLER,
      application_name: options.applicationName ?? "daily-prize-oracle",
      TimeZone: "UTC",
      statement_timeout: statementTimeoutMs,
      // A transaction that a stuck process leaves open must not hold its locks for ever.
      idle_in_transaction_session_timeout: options.idleInTransactionMs ?? 60_000,
    },
    types: {
      bigint: {
        to: INT8_OID,
        from: [INT8_OID],
        serialize: (value: bigint) => value.toString(),
        parse: (text: string) => BigInt(text),
      },
      numeric: {
        to: NUMERIC_OID,
        from: [NUMERIC_OID],
        serialize: (value: bigint | string) => value.toString(),
        parse: (text: string): bigint | string => (/^-?\d+$/.test(text) ? BigInt(text) : text),
      },
    },
  });
  guardTransactions(client, endings);
  return client;
}

/** Throws DatabaseError `version` unless the server is PostgreSQL 15 or newer. */
export async function checkServerVersion(client: Client, url: string): Promise<void> {
  const [row] = await client<{ number: string; version: string }[]>`
    select current_setting('server_version_num') as number, current_setting('server_version') as version`;
  const major = Math.floor(Number(row?.number) / 10_000);
  if (!(major >= OLDEST_SERVER_MAJOR)) {
    throw new DatabaseError(
      "version",
      `The database server at ${describeDatabaseUrl(url)} is PostgreSQL ${row?.version}; ` +
        `${OLDEST_SERVER_MAJOR} or newer is required.`,
    );
  }
}

/**
 * Connects, and checks that the server answers and is new enough. Throws a readable DatabaseError for a malformed
 * address, no answer, a refused login, a missing database, or an old server.
 */
export async function connectDatabase(url: string, options: ConnectOptions = {}): Promise<Database> {
  const client = makeClient(url, options);
  try {
    await checkServerVersion(client, url);
  } catch (error) {
    await client.end({ timeout: 1 });
    throw explainConnectionError(error, url);
  }
  const db = drizzle(client, { schema });
  keepAuditKeys(db, options.auditKeys ?? []);
  return db;
}

/** Waits up to five seconds for running statements, then closes every connection. */
export async function closeDatabase(db: Database): Promise<void> {
  await db.$client.end({ timeout: 5 });
}
