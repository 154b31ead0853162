import { and, eq, lte, ne, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { delivery } from "@/db/schema";
import { GIVEN_UP_AFTER_MS, KEPT_MS } from "@/server/domain/monitoring/delivery-times";
import type { PosixMs } from "@/server/domain/units";

const NO_SUCH_CHANNEL = "CHANNELS_FILE has no channel of this name, or nobody has tried.";

/** Ends what has waited too long, also for channels that are no longer there, and removes what nobody asks for. */
export async function giveUpOld(db: Database, nowMs: PosixMs): Promise<void> {
  const now = new Date(nowMs);
  await db
    .update(delivery)
    .set({ state: "given-up", endedAt: now, problem: sql`coalesce(${delivery.problem}, ${NO_SUCH_CHANNEL})` })
    .where(and(eq(delivery.state, "waiting"), lte(delivery.queuedAt, new Date(nowMs - GIVEN_UP_AFTER_MS))));
  await db
    .delete(delivery)
    .where(and(ne(delivery.state, "waiting"), lte(delivery.queuedAt, new Date(nowMs - KEPT_MS))));
}
