import { isNull, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { outbox, participation, txBytesMissing } from "@/db/schema";
import { type HealthPart, healthPart } from "@/server/domain/health/part";
import type { PosixMs } from "@/server/domain/units";
import { sayAge } from "@/server/words/age";
import { findPause, sayPaused } from "../../engine-pause/find-pause";

const EVENTS_LATE_MS = 10 * 60_000;

export async function readPause(db: Database): Promise<HealthPart> {
  const pause = await findPause(db);
  if (!pause) return healthPart("pause", { state: "ok", fact: "The engine is not paused." });
  const next = "An approver or admin resumes it on the overview, or with: npm run engine -- resume";
  return healthPart("pause", { state: "waits", fact: sayPaused(pause), next });
}

/** Events that nobody was told of yet. */
export async function readEvents(db: Database, nowMs: PosixMs): Promise<HealthPart> {
  const [waiting] = await db
    .select({ count: sql<number>`count(*)::int`, oldest: sql<string | null>`min(${outbox.writtenAt})` })
    .from(outbox)
    .where(isNull(outbox.deliveredAt));
  const ageMs = waiting?.oldest ? nowMs - new Date(waiting.oldest).getTime() : 0;
  if (ageMs <= EVENTS_LATE_MS) return healthPart("events", { state: "ok", fact: "Events are delivered." });
  const fact = `${waiting?.count} events are not delivered, the oldest for ${sayAge(ageMs)}.`;
  return healthPart("events", { state: "warning", fact, next: "Deliver them: npm run recover -- --execute" });
}

/** Plays that count for nobody yet, and why. They wait by themselves. */
export async function readPlays(db: Database): Promise<HealthPart> {
  const plays = await db.$count(participation, isNull(participation.knownHeight));
  if (plays === 0) return healthPart("plays", { state: "ok", fact: "The player of every play is known." });
  const missing = await db.$count(txBytesMissing);
  const reason =
    missing === 0
      ? "What they spent is still being looked up."
      : `The chain source does not have ${missing === 1 ? "one transaction" : `${missing} transactions`} that they spent. It is asked again, more seldom each time.`;
  const many = plays === 1 ? "A play has no known player yet." : `${plays} plays have no known player yet.`;
  const fact = `${many} ${reason} Such a play counts from the first day that is read after its player is known.`;
  return healthPart("plays", { state: "waits", fact });
}
