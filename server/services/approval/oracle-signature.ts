import { and, eq } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { approval } from "@/db/schema";
import { verifyEnvelope } from "@/server/domain/contract/approval";
import type { DayIndex } from "@/server/domain/units";

type Envelope = (typeof approval.$inferSelect)["envelope"];

/** The oracle's signature over this very text; null if there is none that counts. */
export async function findOracleSignature(
  db: Database | Transaction,
  dayIndex: DayIndex,
  text: string,
): Promise<Envelope | null> {
  const rows = await db
    .select()
    .from(approval)
    .where(and(eq(approval.dayIndex, dayIndex), eq(approval.role, "oracle"), eq(approval.text, text)));
  return rows.find(({ publicKey, envelope }) => verifyEnvelope(publicKey, envelope, text))?.envelope ?? null;
}
