import { eq } from "drizzle-orm";
import type { Database } from "@/db/client";
import { engineLook } from "@/db/schema";
import { type HealthPart, healthPart, worstState } from "@/server/domain/health/part";
import type { PosixMs } from "@/server/domain/units";
import { LIVE_FRESH_MS } from "../look-ages";

/** How pages learn of what happens, as web processes said lately: the worst of them. Nothing where none runs. */
export async function readLive(db: Database, nowMs: PosixMs): Promise<HealthPart[]> {
  const rows = await db.select().from(engineLook).where(eq(engineLook.part, "live"));
  const fresh = rows.filter(({ lookedAt }) => Math.abs(nowMs - lookedAt.getTime()) <= LIVE_FRESH_MS);
  const worst = worstState(fresh);
  const said = fresh.find(({ state }) => state === worst);
  return said ? [healthPart("live", { state: said.state, fact: said.fact, next: said.next })] : [];
}
