import { inArray } from "drizzle-orm";
import type { Database } from "@/db/client";
import { attempt } from "@/db/schema";
import { PENDING_ATTEMPT_STATES } from "@/server/domain/day/attempt-states";
import { LONGEST_REST_MS } from "@/server/domain/day/operations";
import { sayContradiction } from "@/server/words/scan-contradiction";
import type { State } from "./cursor";

/**
 * Why the source is not asked now: it contradicted itself, or there was nothing left to read a moment ago. While a
 * payment is on its way there is no rest. By our own clock: it decides how often we ask, and nothing about a day.
 */
export async function sayPause(db: Database, state: State | null): Promise<string | null> {
  const seconds = Math.ceil(((state?.nextReadAt?.getTime() ?? 0) - Date.now()) / 1_000);
  // Longer than any pause: the clock was put back since.
  if (!state || seconds <= 0 || seconds > LONGEST_REST_MS / 1_000) return null;
  const until = `The source is asked again in ${seconds} s.`;
  if (state.contradiction) return `${sayContradiction(state.contradiction)} ${until}`;
  const onTheirWay = await db.$count(attempt, inArray(attempt.state, [...PENDING_ATTEMPT_STATES]));
  return onTheirWay > 0 ? null : `At block ${state.height}. ${until}`;
}

/** When the source is asked again, written in the same clock that `sayPause` reads. */
export const inMs = (pauseMs: number): Date => new Date(Date.now() + pauseMs);
