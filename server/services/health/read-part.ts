import { eq } from "drizzle-orm";
import type { Database } from "@/db/client";
import { engineLook } from "@/db/schema";
import type { HealthPart, LookedAtPart } from "@/server/domain/health/part";
import type { PosixMs } from "@/server/domain/units";
import { judgeLooks } from "./internal/read-looks";

/** How one part is that engines look at. As `healthCheck` says it, without asking for the others. */
export async function readPart(db: Database, part: LookedAtPart, nowMs: PosixMs): Promise<HealthPart> {
  return judgeLooks(part, await db.select().from(engineLook).where(eq(engineLook.part, part)), nowMs);
}
