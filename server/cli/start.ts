import { spawn } from "node:child_process";
import { startEmbeddedPostgres } from "@/db/embedded/start";
import { migrateDatabase } from "@/db/migrate";
import { parseEnv } from "@/server/env";
import { runCommand } from "./command";

const USAGE = `npm start

Starts the web application (built before with npm run build). Without DATABASE_URL an embedded PostgreSQL is started
in .data/postgres and stopped with it. Migrations run first, under a lock.`;

await runCommand(USAGE, async () => {
  const embedded = process.env.DATABASE_URL ? null : await startEmbeddedPostgres();
  try {
    const variables = { ...process.env, DATABASE_URL: process.env.DATABASE_URL ?? embedded?.url };
    const { DATABASE_URL } = parseEnv(variables);
    const applied = await migrateDatabase(DATABASE_URL);
    if (applied > 0) console.error(`${applied} migrations applied`);
    process.exitCode = await runWeb(variables);
  } finally {
    await embedded?.stop();
  }
});

/** `next start` as a child; a signal to us is passed on, and its exit code is ours. */
function runWeb(variables: NodeJS.ProcessEnv): Promise<number> {
  const port = process.env.PORT ?? "3000";
  const child = spawn("npx", ["next", "start", "--port", port], {
    stdio: "inherit",
    env: { ...variables, NODE_ENV: "production" },
  });
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => child.kill(signal));
  return new Promise((resolve) =>
    child.on("exit", (code, signal) =>
      resolve(code ?? (signal === "SIGTERM" || signal === "SIGINT" ? 0 : 1)),
    ),
  );
}
