import { and, count, isNull, lte } from "drizzle-orm";
import type { Database } from "@/db/client";
import { incident } from "@/db/schema";
import { LEAST_ANSWERED } from "@/server/domain/monitoring/priority";

/** How many incidents want a person now: of priorities 1 and 2, open, explained by none and acknowledged by nobody. */
export async function countUnanswered(db: Database): Promise<number> {
  const { resolvedAt, acknowledgedAt, causeId, priority } = incident;
  const [row] = await db
    .select({ waiting: count() })
    .from(incident)
    .where(and(isNull(resolvedAt), isNull(acknowledgedAt), isNull(causeId), lte(priority, LEAST_ANSWERED)));
  return row?.waiting ?? 0;
}
