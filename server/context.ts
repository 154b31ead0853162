import { connectDatabase } from "@/db/client";
import { giveUpSessions } from "@/db/sessions";
import { untilSilent } from "@/db/until-silent";
import { openSource } from "./chain/sources/open-source";
import { auditKeysOf, env } from "./env";
import { createLogger, type Logger } from "./logger";
import type { Context } from "./services/context";

let logger: Logger | undefined;

/** The web application's one log, also where nothing else can be reached. */
export function getLogger(): Logger {
  logger ??= createLogger(levelOrDefault());
  return logger;
}

/** Also where the environment is what is wrong. */
function levelOrDefault(): string {
  try {
    return env().LOG_LEVEL;
  } catch {
    return "info";
  }
}

let shared: Promise<Context> | undefined;

/** The web application's one context. A failure is not kept: the next call tries again. */
export function getContext(): Promise<Context> {
  shared ??= connect().catch((error: unknown) => {
    shared = undefined;
    throw error;
  });
  return shared;
}

/**
 * Connects what pages and the API need; keys and signers are the engine's. Throws a readable error if something is
 * missing or wrong. The chain source may be away: pages show what was read before.
 */
async function connect(): Promise<Context> {
  const settings = env();
  const source = openSource(settings);
  const db = await connectDatabase(settings.DATABASE_URL, {
    applicationName: "daily-prize-oracle web",
    auditKeys: auditKeysOf(settings),
  });
  void untilSilent(settings.DATABASE_URL).then(() => {
    getLogger().error("the database does not answer: its sessions are given up, and opened anew for the next call");
    shared = undefined;
    return giveUpSessions(db.$client);
  });
  return { db, source, log: getLogger() };
}
