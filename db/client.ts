import { setTimeout as sleep } from "node:timers/promises";
import { drizzle, type PostgresJsDatabase } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import { keepAuditKeys, lendAuditKeys } from "./audit-keys";
import { type ConnectOptions, driverOptions } from "./driver-options";
import { DatabaseError } from "./errors";
import { explainConnectionError } from "./explain";
import { observed } from "./observe-statements";
import { checkPooledSettings } from "./pooler";
import * as schema from "./schema/index";
import { type Client, Endings, guardTransactions } from "./sessions";
import { describeDatabaseUrl, OLDEST_SERVER_MAJOR, withoutParameters } from "./url";

export type { Client };
export type Database = PostgresJsDatabase<typeof schema> & { readonly $client: Client };
/** The argument of `db.transaction`'s function. Services that write take it. */
export type Transaction = Parameters<Parameters<Database["transaction"]>[0]>[0];

const INT8_OID = 20;
const NUMERIC_OID = 1700;

/** An unconnected pool for `url`. Connections use UTC. Those that the server ends are replaced when next needed. */
export function makeClient(url: string, options: ConnectOptions = {}): Client {
  const endings = new Endings();
  const client: Client = postgres(withoutParameters(url), {
    ...driverOptions(url, options),
    max: options.max ?? 10,
    onnotice: () => undefined,
    onclose: endings.note,
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
  const unsafe = client.unsafe.bind(client) as Client["unsafe"];
  client.unsafe = ((...statement: Parameters<typeof unsafe>) =>
    observed(statement[0], unsafe(...statement))) as Client["unsafe"];
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
    const checks = checkServerVersion(client, url).then(() => checkPooledSettings(client, url));
    await Promise.race([checks, failWhenLate(client, url)]);
  } catch (error) {
    await client.end({ timeout: 1 });
    throw explainConnectionError(error, url);
  }
  const db = drizzle(client, { schema });
  keepAuditKeys(db, options.auditKeys ?? []);
  lendAuditKeys(db);
  return db;
}

/** Once the connection was taken, the server's first answers are a matter of milliseconds. */
const ANSWER_MS = 10_000;

async function failWhenLate({ options }: Client, url: string): Promise<never> {
  await sleep(options.connect_timeout * 1_000 + ANSWER_MS, undefined, { ref: false });
  const where = describeDatabaseUrl(url);
  throw new DatabaseError("unreachable", `The database server at ${where} takes connections and answers nothing.`);
}

/** Waits up to five seconds for running statements, then closes every connection. */
export async function closeDatabase(db: Database): Promise<void> {
  await db.$client.end({ timeout: 5 });
}
