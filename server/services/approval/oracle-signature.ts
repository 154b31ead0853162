import { and, eq } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { approval } from "@/db/schema";
import type { DayIndex } from "@/server/domain/units";

type Envelope = (typeof approval.$inferSelect)["envelope"];

/** The oracle's signature over this very text; null if there is none. */
export async function findOracleSignature(
  db: Database | Transaction,
  dayIndex: DayIndex,
  text: string,
): Promise<Envelope | null> {
  const [row] = await db
    .select({ envelope: approval.envelope })
    .from(approval)
    .where(and(eq(approval.dayIndex, dayIndex), eq(approval.role, "oracle"), eq(approval.text, text)));
  return row?.envelope ?? null;
}
