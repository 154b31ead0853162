import { existsSync } from "node:fs";
import path from "node:path";
import { closeDatabase, connectDatabase } from "@/db/client";
import { startEmbeddedPostgres } from "@/db/embedded/start";
import { migrateDatabase } from "@/db/migrate";
import { loadChannels } from "@/server/channels/load-channels";
import { keepRunning } from "@/server/engine/keep-running";
import { startProcess } from "@/server/engine/process";
import { newSocketPath } from "@/server/engine/socket";
import { type Env, parseEnv } from "@/server/env";
import { readKeyFile } from "@/server/signing/key-file";
import { runCommand, usageError } from "./command";
import { checkPort } from "./port";
import { checkChain } from "./start/check-chain";
import { checkInstallation } from "./start/check-installation";
import { checkSigners } from "./start/check-signers";
import { sayWhere } from "./start/say-where";

const USAGE = `npm start [-- --no-engine | --no-web] [--no-watch] [--hostname ADDRESS]

Runs three processes: the web application (build it first with npm run build); the engine, which reads the chain,
calculates and pays; and the watch, which looks at everything and alerts people. Each is started again when it ends.
Without DATABASE_URL, starts an embedded PostgreSQL in .data/postgres and stops it at the end. Runs migrations first,
under a lock.

  --no-engine           no engine: nothing is paid by itself. Jobs that a cron service calls run in a thread.
  --no-web              no web application
  --no-watch            no watch: another one must run, or nobody is alerted of anything
  --hostname ADDRESS    where the web application listens; by default HOST, which is 127.0.0.1 by default`;

const FRONT = path.join("server", "doors", "main.ts");
const ENGINE = path.join("server", "engine", "main.ts");
const WATCH = path.join("server", "watch", "main.ts");
/** In MiB. The scan makes much that lives for a moment only: with 16, collecting it takes a tenth of its time more. */
const YOUNG_HEAP = "--max-semi-space-size=32";
/** Stands in for the embedded server's URL while the rest of the environment is checked. */
const TO_BE_STARTED = "postgres://127.0.0.1/embedded";

type Wanted = { readonly web: boolean; readonly engine: boolean; readonly watch: boolean };

const OPTIONS = {
  "no-engine": { type: "boolean", default: false },
  "no-web": { type: "boolean", default: false },
  "no-watch": { type: "boolean", default: false },
  hostname: { type: "string" },
} as const;

await runCommand({ usage: USAGE, options: OPTIONS }, async ({ values }) => {
  const wanted = wantedOf({ engine: !values["no-engine"], web: !values["no-web"], watch: !values["no-watch"] });
  if (values.hostname !== undefined) process.env.HOST = values.hostname;
  const given = process.env.DATABASE_URL || undefined;
  await checkAll(parseEnv({ ...process.env, DATABASE_URL: given ?? TO_BE_STARTED }), wanted);
  // Checked first, so that nothing is started or migrated if the database is out of reach.
  if (given) await closeDatabase(await connectDatabase(given));
  if (wanted.web && !existsSync(path.join(process.cwd(), ".next", "BUILD_ID")))
    throw new Error("The web application is not built. Run: npm run build");
  const embedded = given ? null : await startEmbeddedPostgres();
  try {
    const url = given ?? embedded?.url ?? "";
    const applied = await migrateDatabase(url);
    if (applied > 0) console.error(`${applied} migrations applied`);
    const settings = parseEnv({ ...process.env, DATABASE_URL: url });
    await checkInstallation(settings);
    if (wanted.web) sayWhere(settings);
    await runUntilAsked(wanted, { ...process.env, DATABASE_URL: url, NODE_ENV: "production" });
  } finally {
    await embedded?.stop();
  }
});

function wantedOf(wanted: Wanted): Wanted {
  if (wanted.engine || wanted.web) return wanted;
  const alone = wanted.watch ? " To run the watch alone: npm run watch." : "";
  throw usageError(`With --no-engine and --no-web there is nothing to start.${alone}`);
}

/** Checks all that can be checked before anything is started or written. */
async function checkAll(settings: Env, { web }: Wanted): Promise<void> {
  if (web) await checkPort(settings.PORT, "PORT", settings.HOST);
  if (settings.OPERATOR_KEY_FILE) await readKeyFile(settings.OPERATOR_KEY_FILE);
  await loadChannels(settings.CHANNELS_FILE);
  await checkChain(settings);
  await checkSigners(settings);
}

/** Keeps the wanted processes running until a signal comes; all have ended then. */
async function runUntilAsked({ web, engine, watch }: Wanted, variables: NodeJS.ProcessEnv): Promise<void> {
  const asked = new Promise<unknown>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, resolve);
  });
  const socketPath = newSocketPath();
  const shared = {
    ...variables,
    ...(engine ? { ENGINE_SOCKET: socketPath } : { SCHEDULER: "off" }),
    ...(watch && variables.METRICS_PORT ? { METRICS_SOCKETS: path.dirname(socketPath) } : {}),
  };
  const keep = (name: string, args: readonly string[]) =>
    keepRunning(
      name,
      () => startProcess(args, shared),
      (text) => console.error(text),
    );
  const running = [
    ...(web ? [keep("The web application", ["--import", "tsx", FRONT])] : []),
    ...(engine ? [keep("The engine", [YOUNG_HEAP, "--import", "tsx", ENGINE, socketPath])] : []),
    ...(watch ? [keep("The watch", ["--import", "tsx", WATCH])] : []),
  ];
  await asked;
  await Promise.all(running.map((each) => each.stop()));
}
