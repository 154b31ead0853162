import { sql } from "drizzle-orm";
import { auditEvent } from "@/db/schema";
import { chainNow } from "../chain-now";
import type { Context } from "../context";

export type Pulse = {
  readonly heightNow: number | null;
  readonly timeMs: number | null;
  /** Changes when a day, a signature or a payment has moved: then a page should be read again. */
  readonly version: string;
};

/**
 * A cheap check for pages that ask every few seconds whether anything has changed: whatever moves a day or an attempt,
 * or adds a signature, writes an audit row.
 */
export async function readPulse({ db }: Pick<Context, "db">): Promise<Pulse> {
  const now = await chainNow(db);
  const [audit] = await db.select({ last: sql<string | null>`max(${auditEvent.sequence})` }).from(auditEvent);
  return { heightNow: now?.height ?? null, timeMs: now?.timeMs ?? null, version: String(audit?.last ?? "") };
}
