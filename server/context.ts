import { connectDatabase } from "@/db/client";
import { openSource } from "./chain/sources/open-source";
import { auditKeysOf, env } from "./env";
import { createLogger } from "./logger";
import type { Context } from "./services/context";

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
  return { db, source, log: createLogger(settings.LOG_LEVEL) };
}
