import { connectDatabase, type Database } from "@/db/client";
import { giveUpSessions } from "@/db/sessions";
import { untilSilent } from "@/db/until-silent";
import { openSources } from "./chain/sources/open-sources";
import { loadChannels } from "./channels/load-channels";
import type { Channels } from "./domain/monitoring/channel";
import { auditKeysOf, env } from "./env";
import { createLogger, type Logger } from "./logger";
import type { Context, StepSource } from "./services/context";
import { keepSources, type SourceKeeper } from "./services/sources/keep-sources";
import { openBudgets } from "./services/sources/open-budgets";

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

type Shared = { readonly db: Database; readonly sources: SourceKeeper; chosen: Promise<StepSource>; chosenMs: number };

let shared: Promise<Shared> | undefined;

/** How long a choice of the source holds for the calls that follow. */
const CHOICE_MS = 2_000;

/**
 * The web application's context for one call: its source stays the same to the end of the call. A failure is not kept:
 * the next call tries again.
 */
export async function getContext(): Promise<Context> {
  shared ??= connect().catch((error: unknown) => {
    shared = undefined;
    throw error;
  });
  const kept = await shared;
  if (Math.abs(Date.now() - kept.chosenMs) > CHOICE_MS) {
    kept.chosenMs = Date.now();
    // What was chosen before is still a source, and pages say themselves that the database is away.
    const before = await kept.chosen;
    kept.chosen = kept.sources.choose().catch(() => before);
  }
  return { db: kept.db, log: getLogger(), ...(await kept.chosen) };
}

/**
 * Connects what pages and the API need; keys and signers are the engine's. Throws a readable error if something is
 * missing or wrong. The chain source may be away: pages show what was read before.
 */
async function connect(): Promise<Shared> {
  const settings = env();
  const db = await connectDatabase(settings.DATABASE_URL, {
    applicationName: "daily-prize-oracle web",
    auditKeys: auditKeysOf(settings),
  });
  void untilSilent(settings.DATABASE_URL).then(() => {
    getLogger().error("the database does not answer: its sessions are given up, and opened anew for the next call");
    shared = undefined;
    return giveUpSessions(db.$client);
  });
  const sources = keepSources(openSources(settings, { budgetOf: openBudgets(db, settings) }), { db, log: getLogger() });
  const chosen = sources.choose();
  await chosen;
  return { db, sources, chosen, chosenMs: Date.now() };
}

let channels: Promise<Channels> | undefined;

/** The channels that CHANNELS_FILE names, read once. Throws `FileError`; a failure is not kept. */
export function getChannels(): Promise<Channels> {
  channels ??= loadChannels(env().CHANNELS_FILE).catch((error: unknown) => {
    channels = undefined;
    throw error;
  });
  return channels;
}
