import { randomBytes } from "node:crypto";
import { closeDatabase, connectDatabase, makeClient } from "@/db/client";
import type { TestDatabase } from "@/db/testing/database";
import { testServerUrl } from "@/db/testing/database";
import { withDatabaseName } from "@/db/url";
import type { World } from "./world";

/** A backup: the world's database as it is now, row for row, under another name. */
export async function copyDatabase(world: World): Promise<TestDatabase> {
  const original = decodeURIComponent(new URL(world.database.url).pathname.slice(1));
  const name = `copy_${randomBytes(6).toString("hex")}`;
  const admin = makeClient(testServerUrl(), { max: 1, statementTimeoutMs: 0 });
  try {
    // A database that is copied must have no sessions; the world's come back by themselves.
    await admin`select pg_terminate_backend(pid) from pg_stat_activity where datname = ${original}`;
    await admin`create database ${admin(name)} template ${admin(original)}`;
  } finally {
    await admin.end({ timeout: 5 });
  }
  const url = withDatabaseName(testServerUrl(), name);
  const db = await connectDatabase(url, { max: 5, applicationName: `test ${name}` });
  return {
    db,
    url,
    async drop() {
      await closeDatabase(db);
      const again = makeClient(testServerUrl(), { max: 1 });
      await again`drop database if exists ${again(name)} with (force)`;
      await again.end({ timeout: 5 });
    },
  };
}

/** The world on another database: as after a restore. */
export function onDatabase(world: World, database: TestDatabase): World {
  return { ...world, database, ctx: { ...world.ctx, db: database.db } };
}
