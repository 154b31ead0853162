import { desc, sql } from "drizzle-orm";
import { approval, attempt, auditEvent, day } from "@/db/schema";
import { chainNow } from "../chain-now";
import type { Context } from "../context";

export type Pulse = {
  readonly heightNow: number | null;
  readonly timeMs: number | null;
  /** Changes when a day, a signature or a payment has moved: then a page should be read again. */
  readonly version: string;
};

/** A cheap check for pages that ask every few seconds whether anything has changed. */
export async function readPulse({ db }: Pick<Context, "db">): Promise<Pulse> {
  const now = await chainNow(db);
  const days = await db
    .select({ dayIndex: day.dayIndex, state: day.state })
    .from(day)
    .orderBy(desc(day.dayIndex))
    .limit(8);
  const [audit] = await db.select({ last: sql<string | null>`max(${auditEvent.sequence})` }).from(auditEvent);
  const approvals = await db.$count(approval);
  const attempts = await db
    .select({ state: attempt.state, count: sql<number>`count(*)::int` })
    .from(attempt)
    .groupBy(attempt.state)
    .orderBy(attempt.state);
  const version = JSON.stringify([days, approvals, attempts, String(audit?.last ?? "")]);
  return { heightNow: now?.height ?? null, timeMs: now?.timeMs ?? null, version };
}
