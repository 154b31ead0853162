import { sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import type { Hex } from "@/server/domain/units";

/** The first pause; it doubles up to the longest. By our own clock: it decides how often we ask, and nothing else. */
const FIRST_PAUSE_S = 60;
const LONGEST_PAUSE_S = 24 * 3_600;

/** Those of these transactions whose bytes the source did not have, and which it is not asked for again yet. */
export async function loadMissing(db: Database, ids: readonly Hex[]): Promise<Set<Hex>> {
  if (ids.length === 0) return new Set();
  const rows = await db.execute<{ id: Hex }>(sql`
    select id from tx_bytes_missing where id = any(${sql.param([...ids])}::text[]) and ask_again_at > now()`);
  return new Set(rows.map(({ id }) => id));
}

/** What was asked for just now: those that are missing wait longer each time, those that were found no more. */
export async function rememberMissing(db: Database, missing: readonly Hex[], found: readonly Hex[]): Promise<void> {
  if (found.length > 0) {
    await db.execute(sql`delete from tx_bytes_missing where id = any(${sql.param([...found])}::text[])`);
  }
  if (missing.length === 0) return;
  const pause = (tries: ReturnType<typeof sql>) =>
    sql`make_interval(secs => least(${LONGEST_PAUSE_S}, ${FIRST_PAUSE_S} * 2.0 ^ least(${tries}, 20)))`;
  await db.execute(sql`
    insert into tx_bytes_missing (id, ask_again_at)
    select id, now() + ${pause(sql`0`)} from unnest(${sql.param([...missing])}::text[]) as m(id)
    on conflict (id) do update
      set tries = tx_bytes_missing.tries + 1, ask_again_at = now() + ${pause(sql`tx_bytes_missing.tries`)}`);
}
