import { asc, eq, isNull } from "drizzle-orm";
import { outbox } from "@/db/schema";
import { withTransaction } from "@/db/transaction";
import type { Context } from "../context";
import { again, done, type JobResult } from "../job-result";

const EVENTS_A_STEP = 100;

/**
 * Delivers the events of the outbox in order. The log is the only channel so far. A row is marked after it was written
 * there, so an event may be delivered twice but is never lost.
 */
export async function deliverEvents(ctx: Context): Promise<JobResult> {
  const delivered = await withTransaction(ctx.db, async (tx) => {
    const rows = await tx
      .select()
      .from(outbox)
      .where(isNull(outbox.deliveredAt))
      .orderBy(asc(outbox.id))
      .limit(EVENTS_A_STEP)
      .for("update", { skipLocked: true });
    for (const { id, event, payload } of rows) {
      ctx.log.info({ event, payload }, "event");
      await tx.update(outbox).set({ deliveredAt: new Date() }).where(eq(outbox.id, id));
    }
    return rows.length;
  });
  return delivered === EVENTS_A_STEP ? again(`${delivered} events`) : done(`${delivered} events`);
}
