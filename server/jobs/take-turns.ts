import { sql } from "drizzle-orm";
import type { Database } from "@/db/client";

/** Without a sign of life for so long, whoever runs a round is dead or stopped, and the next one takes over. */
export const DEAD_AFTER_MS = 7_000;

const inMs = (ms: number) => sql`clock_timestamp() + ${ms} * interval '1 millisecond'`;

/**
 * Whether the next round is this instance's: nobody runs one, and the last one began long enough ago. A time further
 * away than it waits itself is of a clock that was wrong, or of an instance that waits longer.
 */
export async function takeTurn(db: Database, holder: string, intervalMs: number): Promise<boolean> {
  const taken = await db.execute(sql`
    insert into round_turn as t (id, holder, free_at) values (1, ${holder}, ${inMs(DEAD_AFTER_MS)})
    on conflict (id) do update set holder = excluded.holder, free_at = excluded.free_at
    where t.free_at not between clock_timestamp() and ${inMs(Math.max(intervalMs, DEAD_AFTER_MS))} returning t.id`);
  return taken.length > 0;
}

/** A sign of life, while the round goes on; at its end, when the next may begin. Somebody else's turn stays theirs. */
export async function keepTurn(db: Database, holder: string, freeInMs = DEAD_AFTER_MS): Promise<void> {
  await db.execute(sql`update round_turn set free_at = ${inMs(freeInMs)} where holder = ${holder}`);
}
