import { sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { sourceState } from "@/db/schema";
import { type Health, type HealthPart, healthPart, type PartName, worstState } from "@/server/domain/health/part";
import type { PosixMs } from "@/server/domain/units";
import { sentence } from "@/server/words/sentence";
import type { Context } from "../context";
import { failureInWords } from "../failure-in-words";
import { readSources } from "../sources/read-sources";
import { judgeSources } from "./internal/judge-sources";
import { readDays } from "./internal/read-days";
import { readEvents } from "./internal/read-events";
import { readHold } from "./internal/read-hold";
import { readJobs } from "./internal/read-jobs";
import { readLive } from "./internal/read-live";
import { readLooks } from "./internal/read-looks";
import { readPause } from "./internal/read-pause";
import { readPlays } from "./internal/read-plays";
import { readScan } from "./internal/read-scan";
import { readWatch } from "./internal/read-watch";

type HealthContext = Pick<Context, "db" | "log">;

/**
 * How each part of the service is, with its reason and what to do. Reads the database alone, so that any process can
 * ask: what takes keys, files or the chain source is looked at by engines (look-as-engine.ts). Never throws. The
 * sentences name addresses and reasons: for people who run the service, not for strangers.
 */
export async function healthCheck(ctx: HealthContext, nowMs: PosixMs): Promise<Health> {
  const { db } = ctx;
  const database = await lookAtDatabase(ctx);
  if (database.state === "failing") return { state: "failing", parts: [database] };
  const guard = guarded(ctx);
  const parts = [
    [database],
    await guard("engine", () => readJobs(db, nowMs)),
    await guard("pause", async () => [await readPause(db)]),
    await guard("chain", async () => [await readHold(db)]),
    await guard("scan", async () => readScan(db, await stateOf(db), nowMs)),
    await guard("days", () => readDays(db, nowMs)),
    await guard("source", () => readLooks(db, nowMs)),
    await guard("sources", async () => judgeSources(await readSources(db, nowMs), nowMs)),
    await guard("plays", async () => [await readPlays(db)]),
    await guard("live", () => readLive(db, nowMs)),
    await guard("events", async () => [await readEvents(db, nowMs)]),
    await guard("watch", async () => [await readWatch(db, nowMs)]),
  ].flat();
  return { state: worstState(parts), parts };
}

async function stateOf(db: Database) {
  const [state] = await db.select().from(sourceState);
  return state ?? null;
}

/** A part that cannot be looked at is unknown, and hides no other. */
function guarded({ log }: HealthContext) {
  return async (name: PartName, look: () => Promise<readonly HealthPart[]>): Promise<readonly HealthPart[]> => {
    try {
      return await look();
    } catch (error) {
      log.warn({ err: error, part: name }, "a part of the service could not be looked at");
      return [healthPart(name, { state: "unknown", fact: sentence(`Not known: ${failureInWords(error)}`) })];
    }
  };
}

async function lookAtDatabase({ db, log }: HealthContext): Promise<HealthPart> {
  const next = "See that PostgreSQL runs and takes writes (DATABASE_URL), and that npm start has set it up.";
  try {
    const [row] = await db.execute<{ readOnly: string; isSetUp: boolean }>(sql`
      select current_setting('transaction_read_only') as "readOnly", to_regclass('engine_look') is not null as "isSetUp"`);
    if (row?.readOnly === "on") {
      return healthPart("database", { state: "failing", fact: "The database takes no writes.", next });
    }
    if (!row?.isSetUp) return healthPart("database", { state: "failing", fact: "The database is not set up.", next });
    return healthPart("database", { state: "ok", fact: "The database answers." });
  } catch (error) {
    log.warn({ err: error }, "the database does not answer");
    return healthPart("database", { state: "failing", fact: "The database does not answer.", next });
  }
}
