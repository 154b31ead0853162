import type { Database } from "@/db/client";
import { isDatabaseAway, keepsNothing } from "@/db/errors";
import type { Finding } from "@/server/domain/monitoring/finding";
import type { PosixMs } from "@/server/domain/units";
import { createOutageAlarm, type Outage } from "@/server/services/alerts/alert-without-database";
import { rememberOutage } from "@/server/services/alerts/remember-outage";
import { inTime } from "@/server/services/in-time";
import { openFound } from "@/server/services/incidents/open-found";
import type { Connection } from "./connection";
import { lookOnce, type Watched } from "./look-once";

/** A look is some fifty short questions. One that takes so long is not answered any more. */
const LOOK_TAKES_AT_MOST_MS = 30_000;
const LATE = "the database did not answer all questions of a look";

export type LookTurn = {
  readonly turn: (nowMs: PosixMs) => Promise<void>;
  /** When a look last came to its end; null before. */
  readonly lastGoodMs: () => PosixMs | null;
};

/**
 * Looks, turn by turn. While the database is away people are alerted from memory; once it is back the incident is
 * written with its true beginning.
 */
export function createLookTurn(connection: Pick<Connection, "database">, watched: Watched): LookTurn {
  const alarm = createOutageAlarm(watched);
  const unwritten: Outage[] = [];
  let lastGoodMs: PosixMs | null = null;
  const writeOrKeep = (db: Database, next: Outage) =>
    writeOutage(db, next).catch((error: unknown) => {
      unwritten.unshift(next);
      throw error;
    });
  const lookNow = async (nowMs: PosixMs) => {
    const db = await connection.database();
    await lookOnce(db, watched, nowMs);
    const outage = alarm.back();
    if (outage) unwritten.push(outage);
    // Taken out first: a look that comes late may be at it as well.
    for (let next = unwritten.shift(); next; next = unwritten.shift()) await writeOrKeep(db, next);
  };
  return {
    lastGoodMs: () => lastGoodMs,
    turn: async (nowMs) => {
      try {
        await inTime(lookNow(nowMs), LATE, LOOK_TAKES_AT_MOST_MS);
        lastGoodMs = nowMs;
      } catch (error) {
        watched.log.error({ err: error }, "the watch could not look");
        if (isDatabaseAway(error) || keepsNothing(error) || isLate(error)) await alarm.away(nowMs);
      }
    },
  };
}

/** Shorter than a minute it was no incident, and nobody was told. */
async function writeOutage(db: Database, outage: Outage): Promise<void> {
  if (outage.noticedMs === null) return;
  const id = await openFound(db, findingOf(outage), outage.noticedMs);
  await rememberOutage(db, outage, id);
}

const isLate = (error: unknown) => error instanceof Error && error.message.startsWith(LATE);

function findingOf({ beganMs }: Outage): Finding {
  const fact = "The watch could not read and write in the database.";
  return { kind: "database-away", subject: "", fact, next: null, sinceMs: beganMs };
}
