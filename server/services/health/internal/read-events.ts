import { count, isNull, min } from "drizzle-orm";
import type { Database } from "@/db/client";
import { outbox } from "@/db/schema";
import { type HealthPart, healthPart } from "@/server/domain/health/part";
import type { PosixMs } from "@/server/domain/units";
import { sayAge } from "@/server/words/age";

const EVENTS_LATE_MS = 10 * 60_000;

/** Events that nobody was told of yet. */
export async function readEvents(db: Database, nowMs: PosixMs): Promise<HealthPart> {
  const [waiting] = await db
    .select({ count: count(), oldest: min(outbox.writtenAt) })
    .from(outbox)
    .where(isNull(outbox.deliveredAt));
  const ageMs = waiting?.oldest ? nowMs - waiting.oldest.getTime() : 0;
  if (ageMs <= EVENTS_LATE_MS) return healthPart("events", { state: "ok", fact: "Events are delivered." });
  const many = waiting?.count === 1 ? "1 event is" : `${waiting?.count} events are`;
  const fact = `${many} not delivered, the oldest for ${sayAge(ageMs)}.`;
  return healthPart("events", { state: "warning", fact, next: "Deliver them: npm run recover -- --execute" });
}
