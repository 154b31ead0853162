import { sql } from "drizzle-orm";
import type { Database } from "@/db/client";

/** No step takes so long: what no day points at by then was given up. */
const KEPT_FOR = "1 hour";
const ROWS_A_STATEMENT = 20_000;

/**
 * Deletes one set of lines that no day points at, if there is one: of a calculation that was overtaken, or of lines
 * before they were in batches. In portions; whoever comes next goes on where this one stopped.
 */
export async function sweepLineSets(db: Database): Promise<void> {
  const id = (await findDoomed(db)) ?? (await doom(db));
  if (id === null) return;
  for (;;) {
    const { count } = await db.execute(sql`
      delete from reward_line where ctid in (select ctid from reward_line where set_id = ${id} limit ${ROWS_A_STATEMENT})`);
    if (count === 0) break;
  }
  // Another engine at the same set may be deleting what this one did not find.
  await db.execute(sql`
    delete from line_set where id = ${id} and not exists (select from reward_line where set_id = ${id})`);
}

async function findDoomed(db: Database): Promise<number | null> {
  const [row] = await db.execute<{ id: number }>(sql`select id from line_set where hash is null limit 1`);
  return row?.id ?? null;
}

/** Without its hash nobody finds a set any more. Only if no day was pointed at it since it was looked at. */
async function doom(db: Database): Promise<number | null> {
  const [unused] = await db.execute<{ id: number; claims: number }>(sql`
    select id, claims from line_set s
    where written_at < now() - ${KEPT_FOR}::interval and not exists (select from day d where d.line_set_id = s.id)
    limit 1`);
  if (!unused) return null;
  const { id, claims } = unused;
  const { count } = await db.execute(sql`update line_set set hash = null where id = ${id} and claims = ${claims}`);
  return count === 1 ? id : null;
}
