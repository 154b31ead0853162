import { asc } from "drizzle-orm";
import type { Database } from "@/db/client";
import { sourceHealth, sourceState } from "@/db/schema";
import { ageSeconds, type Figure, known, oneOfStates } from "@/server/domain/monitoring/figures";
import { SOURCE_STATES } from "@/server/domain/source/health";
import { readSources } from "../../sources/read-sources";

export async function readChain(db: Database, nowMs: number): Promise<Figure[]> {
  const [scan] = await db.select().from(sourceState);
  return [
    ...known("oracle_tip_age_seconds", ageSeconds(nowMs, scan?.tipTimeMs)),
    ...known("oracle_scan_height", scan?.height),
    ...known("oracle_scan_lag_blocks", scan && Math.max(0, scan.tipHeight - scan.height)),
    ...known("oracle_scan_lag_seconds", scan && ageSeconds(scan.tipTimeMs, scan.timeMs)),
    ...(await readEach(db, nowMs)),
  ];
}

async function readEach(db: Database, nowMs: number): Promise<Figure[]> {
  const views = await readSources(db, nowMs);
  const tips = await db.select().from(sourceHealth).orderBy(asc(sourceHealth.place));
  return views.flatMap(({ name: source, state, chosenMs, callsToday }) => {
    const tip = tips.find(({ name }) => name === source);
    return [
      ...oneOfStates("oracle_source_state", SOURCE_STATES, state, { source }),
      ...known("oracle_source_read_from", chosenMs === null ? 0 : 1, { source }),
      ...known("oracle_source_tip_height", tip?.tipHeight, { source }),
      ...known("oracle_source_tip_age_seconds", ageSeconds(nowMs, tip?.tipTimeMs), { source }),
      ...known("oracle_source_calls_today", callsToday, { source }),
    ];
  });
}
