import { existsSync } from "node:fs";
import path from "node:path";
import { DatabaseError } from "@/db/errors";
import { type Health, type HealthState, healthPart } from "@/server/domain/health/part";
import { createLogger } from "@/server/logger";
import { healthCheck } from "@/server/services/health/health-check";
import { inWords, runCommand } from "./command";
import { printHealth } from "./health/print-health";
import { withUnchangedDatabase } from "./with-database";

const USAGE = `npm run status

Says how each part of the service is, with its reason and what to do. Changes nothing. Reads the database that
DATABASE_URL names, or the embedded one. The last line is one JSON object with "ok", "state" and "parts".

Exit code: 0 where all works or waits on purpose; 1 for a warning or what is not known; 2 where a part is failing.`;

const EXIT_CODES: Record<HealthState, number> = { ok: 0, waits: 0, unknown: 1, warning: 1, failing: 2 };

await runCommand({ usage: USAGE, options: {} }, async () => {
  const health = await check();
  printHealth(health.parts);
  const code = EXIT_CODES[health.state];
  console.log(JSON.stringify({ ok: code === 0, ...health }));
  process.exitCode = code;
});

async function check(): Promise<Health> {
  const isHere = Boolean(process.env.DATABASE_URL) || existsSync(path.join(".data", "postgres"));
  if (!isHere) return noDatabase("There is no database yet.");
  try {
    return await withUnchangedDatabase((db) => healthCheck({ db, log: createLogger("silent") }, Date.now()));
  } catch (error) {
    if (error instanceof DatabaseError) return noDatabase(inWords(error));
    throw error;
  }
}

function noDatabase(fact: string): Health {
  const next = "Start it, or correct DATABASE_URL. npm start brings a database of its own.";
  return { state: "failing", parts: [healthPart("database", { state: "failing", fact, next })] };
}
