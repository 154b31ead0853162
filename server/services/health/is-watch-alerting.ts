import { and, eq, gt } from "drizzle-orm";
import type { Database } from "@/db/client";
import { engineLook } from "@/db/schema";
import type { PosixMs } from "@/server/domain/units";
import { LOOK_KEPT_MS } from "./look-ages";

/** Whether a watch that has channels has looked within a day: `ok` is how it says so (`noteWatch`). */
export async function isWatchAlerting(db: Database, nowMs: PosixMs): Promise<boolean> {
  const { part, state, lookedAt } = engineLook;
  const isFresh = gt(lookedAt, new Date(nowMs - LOOK_KEPT_MS));
  return (await db.$count(engineLook, and(eq(part, "watch"), eq(state, "ok"), isFresh))) > 0;
}
