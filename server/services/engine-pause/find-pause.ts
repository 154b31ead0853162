import { eq } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { enginePause, user } from "@/db/schema";
import type { PosixMs } from "@/server/domain/units";
import { formatMinute } from "@/server/words/format";

export type EnginePause = { readonly name: string; readonly reason: string; readonly sinceMs: PosixMs };

/** Who paused the engine, when (by the machine's clock) and why; null while it is not paused. */
export async function findPause(db: Database | Transaction): Promise<EnginePause | null> {
  const [row] = await db
    .select({ name: user.name, reason: enginePause.reason, writtenAt: enginePause.writtenAt })
    .from(enginePause)
    .innerJoin(user, eq(user.id, enginePause.userId));
  return row ? { name: row.name, reason: row.reason, sinceMs: row.writtenAt.getTime() } : null;
}

/** A sentence for whoever finds the engine paused. */
export function sayPaused({ name, reason, sinceMs }: EnginePause): string {
  return `Paused by ${name} since ${formatMinute(sinceMs)}: “${reason}” Nothing new is built, signed or sent until somebody resumes.`;
}
