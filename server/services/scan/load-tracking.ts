import * as schema from "@/db/schema";
import { stateTokenUnit } from "@/server/domain/contract/state-token";
import type { Context } from "../context";
import { rulesInForce } from "../settings-in-force";
import type { Tracking } from "./tracking";

/** What to follow, from the pool and the newest rules; null before the pool is deployed. */
export async function loadTracking(ctx: Pick<Context, "db">): Promise<Tracking | null> {
  const [pool] = await ctx.db.select().from(schema.pool);
  const inForce = await rulesInForce(ctx.db);
  if (!pool || !inForce) return null;
  return {
    gameAddress: inForce.rules.gameAddress,
    prizeAsset: inForce.rules.prizeAsset,
    stateToken: stateTokenUnit(pool.policyId),
    startHash: pool.startHash,
    startHeight: pool.startHeight,
    rules: inForce.rules,
    rulesVersion: inForce.version,
  };
}
