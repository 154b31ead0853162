import { hostname } from "node:os";
import { lt, notInArray, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { engineLook, heartbeat, jobRun, sourceHealth } from "@/db/schema";
import { LOOKED_AT_PARTS } from "@/server/domain/health/part";
import { type DoorSeen, VISITED_DOORS, type Visit } from "@/server/domain/metrics/visit";
import type { PosixMs } from "@/server/domain/units";
import { JOB_NAMES, type JobName } from "@/server/services/job-names";
import { storeVisit } from "@/server/services/metrics/probe/store-visit";

const MINUTE_MS = 60_000;
const KEPT_MS = 60 * MINUTE_MS;

/** What is not kept well now: an incident that is being injected. */
export type Unwell = {
  /** The engine is dead: no job runs, and it looks at nothing. */
  readonly isEngineDead?: boolean;
  /** Jobs that fail at each run. */
  readonly failing?: readonly JobName[];
  /** Parts of `engine_look` that the injection wrote, by name. */
  readonly parts?: readonly string[];
  /** Chain sources whose row the injection wrote. */
  readonly sources?: readonly string[];
  /** The injection says when the newest block was seen. */
  readonly isChainOdd?: boolean;
  /** The injection says what the prober sees. */
  readonly isSiteOdd?: boolean;
};

/**
 * What the engine, the web application and the prober of an installation that is well write in the same rows, at this
 * moment of system time.
 */
export async function keepWell(db: Database, nowMs: PosixMs, unwell: Unwell = {}): Promise<void> {
  const now = new Date(nowMs);
  if (!unwell.isEngineDead) {
    await keepEngine(db, now, unwell);
    await db.update(sourceHealth).set({ lookedAtMs: nowMs });
    if (!unwell.isChainOdd) {
      await db.execute(sql`
        insert into chain_sight (id, newest_height, newest_at, looked_at)
        select 1, tip_height, ${now.toISOString()}, ${now.toISOString()} from source_state
        on conflict (id) do update set newest_at = excluded.newest_at, looked_at = excluded.looked_at, behind_since = null`);
    }
  }
  const others = notInArray(sourceHealth.name, [...(unwell.sources ?? [])] as never[]);
  await db
    .update(sourceHealth)
    .set({ state: "good", reason: null })
    .where(unwell.sources ? others : undefined);
  const minute = new Date(Math.floor(nowMs / MINUTE_MS) * MINUTE_MS);
  const isNew =
    (await db.insert(heartbeat).values({ minute, requests: 20 }).onConflictDoNothing().returning()).length > 0;
  if (isNew && !unwell.isSiteOdd) await storeVisit(db, visitOf(nowMs, { durationMs: 60, fault: null }));
}

/** A visit of the prober that found the same at each door. */
export function visitOf(atMs: PosixMs, { durationMs, fault }: Pick<DoorSeen, "durationMs" | "fault">): Visit {
  const seen = { durationMs, fault, problem: fault, status: fault === "no-answer" ? null : 200 };
  return { instance: "prober", atMs, doors: VISITED_DOORS.map((door) => ({ door, ...seen })) };
}

async function keepEngine(db: Database, now: Date, { failing = [], parts = [] }: Unwell): Promise<void> {
  const instance = hostname();
  const looks = [...LOOKED_AT_PARTS, "live" as const].filter((part) => !parts.includes(part));
  const well = { state: "ok", fact: "It works.", next: null, lookedAt: now } as const;
  await db
    .insert(engineLook)
    .values(looks.map((part) => ({ instance, part, ...well })))
    .onConflictDoUpdate({ target: [engineLook.instance, engineLook.part], set: well });
  await db.update(engineLook).set({ lookedAt: now });
  await db.delete(jobRun).where(lt(jobRun.startedAt, new Date(now.getTime() - KEPT_MS)));
  await db.insert(jobRun).values(
    JOB_NAMES.map((job) => {
      const result = failing.includes(job) ? "failed" : "done";
      return {
        job,
        result,
        detail: result === "failed" ? "no answer" : "nothing to do",
        startedAt: now,
        durationMs: 5,
      };
    }),
  );
}
