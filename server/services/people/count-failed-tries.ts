import { eq, gte, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { failedTry, user } from "@/db/schema";
import type { PosixMs } from "@/server/domain/units";

/** Wrong passwords and codes since a time, of one account; `name` is null for all addresses that nobody has. */
export type FailedTries = { readonly userId: string; readonly name: string | null; readonly tries: number };

/** Of each account that anybody tried. */
export async function countFailedTries(db: Database, sinceMs: PosixMs): Promise<FailedTries[]> {
  const { userId, minute, tries } = failedTry;
  return db
    .select({ userId, name: user.name, tries: sql<number>`sum(${tries})::int` })
    .from(failedTry)
    .leftJoin(user, eq(user.id, userId))
    .where(gte(minute, new Date(sinceMs)))
    .groupBy(userId, user.name);
}
