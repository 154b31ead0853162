import { and, eq, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { chainSight } from "@/db/schema";
import { MOST_BLOCKS_BEHIND } from "@/server/domain/health/limits";
import type { ChainEvidence } from "@/server/domain/monitoring/chain-evidence";
import { isHeard } from "@/server/domain/monitoring/judge-chain";
import type { Height, PosixMs } from "@/server/domain/units";

type Sight = Pick<typeof chainSight.$inferSelect, "newestHeight" | "newestAt" | "behindSince" | "lookedAt">;

const ONE = 1;
/** What is not new is written again so often. */
const WRITE_EVERY_MS = 60_000;
/** Who has not looked for so long, as a machine that slept, does not know for how long a block has been the newest. */
const UNSEEN_MS = 5 * 60_000;

/** Stores what is seen of the newest block; two engines that do so at once write the same. Answers what is stored. */
export async function noteSight(
  db: Database,
  evidence: ChainEvidence,
  nowMs: PosixMs,
): Promise<NonNullable<ChainEvidence["sight"]> | null> {
  const [before] = await db.select().from(chainSight);
  const { scan } = evidence;
  // Nothing is seen through a scan that does not run well: what was seen before is kept.
  if (!scan || !isHeard(evidence, nowMs)) return evidence.sight;
  const seen = see(before ?? null, { height: scan.height, tipHeight: newestOf(evidence, scan.tip.height) }, nowMs);
  if (seen === before) return evidence.sight;
  if (!before)
    await db
      .insert(chainSight)
      .values({ id: ONE, ...seen })
      .onConflictDoNothing();
  else
    await db
      .update(chainSight)
      .set(seen)
      .where(and(eq(chainSight.id, ONE), isAs(before)));
  return { newestMs: seen.newestAt.getTime(), behindSinceMs: seen.behindSince?.getTime() ?? null };
}

const isAs = ({ lookedAt }: Sight) => sql`${chainSight.lookedAt} = ${lookedAt.toISOString()}`;

/**
 * Of sources that are well and can be read from: a doubtful one's tip may be invented, and one that only tells its tip
 * is never found out. By such a tip the scan would be behind, and payouts held, for as long as it lies.
 */
export function newestOf({ sources }: Pick<ChainEvidence, "sources">, own: Height): Height {
  const believed = sources.filter(({ state, hasBytes }) => state === "good" && hasBytes);
  return Math.max(own, ...believed.flatMap(({ tip }) => tip?.height ?? []));
}

type Place = { readonly height: Height; readonly tipHeight: Height };

/** What is known after a look; `before` itself if there is nothing to write. */
export function see<Before extends Sight>(before: Before | null, at: Place, nowMs: PosixMs): Before | Sight {
  const now = new Date(nowMs);
  const isBehind = at.tipHeight - at.height > MOST_BLOCKS_BEHIND;
  const sinceLook = before === null ? Number.POSITIVE_INFINITY : Math.abs(nowMs - before.lookedAt.getTime());
  // A tip that went back is news too: the chain was replaced, and goes on.
  const isNew = before === null || sinceLook > UNSEEN_MS || at.tipHeight !== before.newestHeight;
  const wasBehind = before !== null && sinceLook <= UNSEEN_MS ? before.behindSince : null;
  if (before && !isNew && sinceLook < WRITE_EVERY_MS && isBehind === (wasBehind !== null)) return before;
  return {
    newestHeight: at.tipHeight,
    newestAt: isNew ? now : before.newestAt,
    behindSince: isBehind ? (wasBehind ?? now) : null,
    lookedAt: now,
  };
}
