import { and, desc, eq, max, sql } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { dayTransition, refusal } from "@/db/schema";
import type { DayIndex } from "@/server/domain/units";

export type Refusal = typeof refusal.$inferSelect;
export type Refused = Pick<Refusal, "kind" | "dayIndex" | "who" | "problem">;

type Db = Database | Transaction;

/** Writes down that something was refused which never should be, by the clock of whoever saw it. */
export async function recordRefusal(db: Db, refused: Refused, nowMs: number): Promise<void> {
  const transitionId = await lastTransition(db, refused.dayIndex);
  if (transitionId === null) throw new Error(`day ${refused.dayIndex} has no transitions`);
  const at = new Date(nowMs);
  const { dayIndex, kind, who } = refusal;
  await db
    .insert(refusal)
    .values({ ...refused, transitionId, firstAt: at, lastAt: at })
    .onConflictDoUpdate({
      target: [dayIndex, refusal.transitionId, kind, who],
      set: { problem: refused.problem, times: sql`${refusal.times} + 1`, lastAt: at },
    });
}

/** Those that stand: the day has not moved since. The newest first. */
export async function standingRefusals(db: Db, dayIndex: DayIndex): Promise<Refusal[]> {
  const transitionId = await lastTransition(db, dayIndex);
  if (transitionId === null) return [];
  return db
    .select()
    .from(refusal)
    .where(and(eq(refusal.dayIndex, dayIndex), eq(refusal.transitionId, transitionId)))
    .orderBy(desc(refusal.id));
}

/**
 * Why a signer is not asked for a day's signature any more; null if it may be asked. A wrong signature does not become
 * right by asking: people find out why first.
 */
export async function whyNotAsk(db: Db, dayIndex: DayIndex, who: string): Promise<string | null> {
  const found = (await standingRefusals(db, dayIndex)).find(
    (each) => each.kind === "signature-wrong" && each.who === who,
  );
  if (!found) return null;
  return `${found.problem} It is not asked again: once you know why, stop the day and have two people release it.`;
}

async function lastTransition(db: Db, dayIndex: DayIndex): Promise<number | null> {
  const [row] = await db
    .select({ id: max(dayTransition.id) })
    .from(dayTransition)
    .where(eq(dayTransition.dayIndex, dayIndex));
  return row?.id ?? null;
}
