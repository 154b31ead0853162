import { randomBytes } from "node:crypto";
import { makeClient } from "../client";
import { startEmbeddedPostgres } from "../embedded/start";
import { migrateDatabase } from "../migrate";
import { withDatabaseName } from "../url";

/** Where createTestDatabase finds the run's server and template; inherited by the test workers. */
export const SERVER_VARIABLE = "TEST_DATABASE_SERVER_URL";
export const TEMPLATE_VARIABLE = "TEST_DATABASE_TEMPLATE";

/**
 * One server and one migrated template database for a whole test run, stopped and removed by the returned function.
 * `TEST_DATABASE_SERVER_URL` names another server to use (its role needs CREATEDB). `DATABASE_URL` is ignored on
 * purpose: tests must not touch a real database.
 */
export async function startTestServer(): Promise<() => Promise<void>> {
  const given = process.env[SERVER_VARIABLE];
  const embedded = given ? undefined : await startEmbeddedPostgres({ ephemeral: true });
  const serverUrl = given || embedded?.url || "";
  const template = `template_${randomBytes(6).toString("hex")}`;
  const admin = makeClient(serverUrl, { max: 1, statementTimeoutMs: 0 });
  const stop = async () => {
    await admin`drop database if exists ${admin(template)} with (force)`.catch(() => undefined);
    await admin.end({ timeout: 5 });
    await embedded?.stop();
    delete process.env[TEMPLATE_VARIABLE];
    if (!given) delete process.env[SERVER_VARIABLE];
  };
  try {
    await admin`create database ${admin(template)}`;
    await migrateDatabase(withDatabaseName(serverUrl, template));
  } catch (error) {
    await stop();
    throw error;
  }
  process.env[SERVER_VARIABLE] = serverUrl;
  process.env[TEMPLATE_VARIABLE] = template;
  return stop;
}
