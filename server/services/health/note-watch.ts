import { hostname } from "node:os";
import type { Database } from "@/db/client";
import { engineLook } from "@/db/schema";
import type { HealthState } from "@/server/domain/health/part";
import type { PosixMs } from "@/server/domain/units";

/** What a watch says of itself after each look. */
export type WatchSaid = { readonly state: HealthState; readonly fact: string; readonly next: string | null };

/** A watch says that it has looked, so that its silence is seen. */
export async function noteWatch(db: Database, said: WatchSaid, nowMs: PosixMs): Promise<void> {
  const seen = { ...said, lookedAt: new Date(nowMs) };
  await db
    .insert(engineLook)
    .values({ instance: hostname(), part: "watch", ...seen })
    .onConflictDoUpdate({ target: [engineLook.instance, engineLook.part], set: seen });
}
