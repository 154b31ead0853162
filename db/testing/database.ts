import { randomBytes } from "node:crypto";
import { makeAuditKey } from "../../server/domain/audit/mac";
import { TEST_SECRETS } from "../../server/testing/secrets";
import { closeDatabase, connectDatabase, type Database, makeClient } from "../client";
import { withDatabaseName } from "../url";
import { SERVER_VARIABLE, TEMPLATE_VARIABLE } from "./server";

export interface TestDatabase {
  readonly db: Database;
  readonly url: string;
  /** Closes `db`, ends every other session, removes the database. */
  drop(): Promise<void>;
}

export interface TestDatabaseOptions {
  /** Without tables, for tests of the migration itself. */
  readonly empty?: boolean;
}

/** The run's server. Throws if the tests were not started through the global set-up. */
export function testServerUrl(): string {
  const url = process.env[SERVER_VARIABLE];
  if (!url) {
    throw new Error(
      "no test database server: run x.db.test.ts files with vitest's project db (npx vitest run --project db)",
    );
  }
  return url;
}

/** Work with databases of the run's server, outside all of them but the maintenance one. */
async function administer(work: (admin: ReturnType<typeof makeClient>) => Promise<unknown>): Promise<void> {
  const admin = makeClient(testServerUrl(), { max: 1, statementTimeoutMs: 0 });
  try {
    await work(admin);
  } finally {
    await admin.end({ timeout: 5 });
  }
}

/** A test file's own database, with the whole schema and no rows: call in beforeAll, drop in afterAll. */
export async function createTestDatabase(options: TestDatabaseOptions = {}): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString("hex")}`;
  const template = options.empty ? "template1" : process.env[TEMPLATE_VARIABLE];
  if (!template) throw new Error("no template database: testing/global-setup.ts did not run");
  await administer((admin) => admin`create database ${admin(name)} template ${admin(template)}`);
  return connectTo(name);
}

/** Of a test database. */
export const TEST_AUDIT_KEYS = [makeAuditKey(TEST_SECRETS.AUDIT_KEY)];

/** A backup: the database as it is now, row for row, under another name. Its sessions end; a pool opens them again. */
export async function copyDatabase({ url }: Pick<TestDatabase, "url">): Promise<TestDatabase> {
  const original = decodeURIComponent(new URL(url).pathname.slice(1));
  const name = `copy_${randomBytes(6).toString("hex")}`;
  await administer(async (admin) => {
    await endSessions(admin, original);
    await admin`create database ${admin(name)} template ${admin(original)}`;
  });
  return connectTo(name);
}

async function connectTo(name: string): Promise<TestDatabase> {
  const url = withDatabaseName(testServerUrl(), name);
  const db = await connectDatabase(url, { max: 5, applicationName: `test ${name}`, auditKeys: TEST_AUDIT_KEYS });
  return {
    db,
    url,
    async drop() {
      await closeDatabase(db);
      await administer(async (admin) => {
        await endSessions(admin, name);
        // Not `with (force)`: the product's role may not end a vacuum worker, which the plain removal does.
        await admin`drop database if exists ${admin(name)}`;
      });
    },
  };
}

async function endSessions(admin: ReturnType<typeof makeClient>, name: string): Promise<void> {
  await admin`select pg_terminate_backend(pid, 5000) from pg_stat_activity
    where datname = ${name} and backend_type = 'client backend'`;
}
