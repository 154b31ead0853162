import { and, eq } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { approval } from "@/db/schema";
import type { DayIndex } from "@/server/domain/units";

/** Whether this very text has the oracle's signature. */
export async function hasOracleSigned(db: Database | Transaction, dayIndex: DayIndex, text: string): Promise<boolean> {
  const ofText = and(eq(approval.dayIndex, dayIndex), eq(approval.role, "oracle"), eq(approval.text, text));
  return (await db.$count(approval, ofText)) > 0;
}
