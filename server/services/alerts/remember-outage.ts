import type { Database } from "@/db/client";
import { delivery } from "@/db/schema";
import type { Message } from "@/server/domain/monitoring/message";
import { keyOf } from "@/server/domain/monitoring/plan-alerts";
import type { Outage } from "./alert-without-database";

/** What was told without the database, as deliveries of the incident that stands for it: so its end is told as well. */
export async function rememberOutage(db: Database, { told }: Outage, incidentId: number): Promise<void> {
  if (told.length === 0) return;
  const rows = told.map(({ channel, event, count, queuedMs, priority }) => {
    const key = keyOf({ channel, incidentId, event, count });
    const message: Message = { title: "Told while the database was away", text: "", link: null, priority };
    const at = new Date(queuedMs);
    return {
      channel,
      key,
      message,
      incidentId,
      state: "sent",
      attempts: 1,
      queuedAt: at,
      nextTryAt: at,
      endedAt: at,
    } as const;
  });
  await db.insert(delivery).values(rows).onConflictDoNothing();
}
