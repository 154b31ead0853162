import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { closeDatabase, connectDatabase } from "@/db/client";
import { startEmbeddedPostgres } from "@/db/embedded/start";
import { migrateDatabase } from "@/db/migrate";
import { ChainSourceError } from "@/server/chain/sources/error";
import { openSource } from "@/server/chain/sources/open-source";
import { type Env, parseEnv } from "@/server/env";
import { readKeyFile } from "@/server/signing/key-file";
import { inWords, runCommand } from "./command";
import { checkPort } from "./port";

const USAGE = `npm start

Starts the web application (build it first with npm run build). Without DATABASE_URL, starts an embedded PostgreSQL in
.data/postgres and stops it at the end. Runs migrations first, under a lock.`;

const NEXT = "node_modules/next/dist/bin/next";
/** In MiB. The scan makes much that lives for a moment only: with 16, collecting it takes a tenth of its time more. */
const YOUNG_HEAP = "--max-semi-space-size=32";
/** Stands in for the embedded server's URL while the rest of the environment is checked. */
const TO_BE_STARTED = "postgres://127.0.0.1/embedded";

await runCommand(USAGE, async () => {
  const given = process.env.DATABASE_URL || undefined;
  await checkAll(parseEnv({ ...process.env, DATABASE_URL: given ?? TO_BE_STARTED }));
  // Checked first, so that nothing is started or migrated if the database is out of reach.
  if (given) await closeDatabase(await connectDatabase(given));
  if (!existsSync(path.join(process.cwd(), ".next", "BUILD_ID")))
    throw new Error("The web application is not built. Run: npm run build");
  const embedded = given ? null : await startEmbeddedPostgres();
  try {
    const url = given ?? embedded?.url ?? "";
    const applied = await migrateDatabase(url);
    if (applied > 0) console.error(`${applied} migrations applied`);
    process.exitCode = await runWeb({ ...process.env, DATABASE_URL: url });
  } finally {
    await embedded?.stop();
  }
});

/** Checks all that can be checked before anything is started or written. */
async function checkAll(settings: Env): Promise<void> {
  await checkPort(settings.PORT, "PORT");
  if (settings.OPERATOR_KEY_FILE) await readKeyFile(settings.OPERATOR_KEY_FILE);
  await checkChain(settings);
}

/** Fails if the source is of another network. If it is away, starts anyway: pages work without it. */
async function checkChain(settings: Env): Promise<void> {
  const source = openSource(settings);
  try {
    await source.genesis();
  } catch (error) {
    if (!(error instanceof ChainSourceError && error.isPassing)) throw error;
    console.error(`${inWords(error)}\nStarting anyway. Nothing is read or paid until the chain source answers.`);
  }
}

/**
 * Runs `next start` as a child without npx, so that it gets our signals. Its exit code is ours, or 0 after a signal.
 */
function runWeb(variables: NodeJS.ProcessEnv): Promise<number> {
  const child = spawn(process.execPath, [YOUNG_HEAP, NEXT, "start", "--port", process.env.PORT || "3000"], {
    stdio: "inherit",
    env: { ...variables, NODE_ENV: "production" },
  });
  let asked = false;
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => {
      asked = true;
      child.kill(signal);
    });
  }
  return new Promise((resolve) => child.on("exit", (code) => resolve(asked ? 0 : (code ?? 1))));
}
