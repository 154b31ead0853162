import { desc, max } from "drizzle-orm";
import type { Database } from "@/db/client";
import { UPKEEP_NAMES, type UpkeepName, upkeep } from "@/db/schema";
import type { PosixMs } from "@/server/domain/units";

/** When each was last done; null where nobody has recorded it. */
export type LastDone = { readonly what: UpkeepName; readonly doneMs: PosixMs | null };

export async function lastUpkeep(db: Database): Promise<LastDone[]> {
  const rows = await db
    .select({ what: upkeep.what, doneAt: max(upkeep.doneAt) })
    .from(upkeep)
    .groupBy(upkeep.what);
  return UPKEEP_NAMES.map((what) => {
    return { what, doneMs: rows.find((row) => row.what === what)?.doneAt?.getTime() ?? null };
  });
}

const MOST = 50;

/** What was recorded, the newest first. */
export async function listUpkeep(db: Database) {
  return db.select().from(upkeep).orderBy(desc(upkeep.doneAt), desc(upkeep.id)).limit(MOST);
}
