import { writeFile } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { createTestDatabase } from "./database";
import { dumpSchema } from "./dump-schema";
import { startTestServer } from "./server";

export const GOLDEN_FILE = path.join("db", "schema.golden.sql");

export const GOLDEN_HEADER =
  "-- The schema that db/migrations make, so that a change shows in review. Written by: npm run db:golden\n\n";

async function writeGolden(): Promise<void> {
  const stop = await startTestServer();
  try {
    const { db, drop } = await createTestDatabase();
    try {
      await writeFile(GOLDEN_FILE, GOLDEN_HEADER + (await dumpSchema(db.$client)));
    } finally {
      await drop();
    }
  } finally {
    await stop();
  }
  console.log(`wrote ${GOLDEN_FILE}`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) await writeGolden();
