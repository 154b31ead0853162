import { desc } from "drizzle-orm";
import * as schema from "@/db/schema";
import { stateTokenUnit } from "@/server/domain/contract/state-token";
import { parseRules } from "@/server/domain/rules/rules";
import type { Context } from "../context";
import type { Tracking } from "./tracking";

/** What to follow, from the pool and the newest rules; null before the pool is deployed. */
export async function loadTracking(ctx: Pick<Context, "db">): Promise<Tracking | null> {
  const [pool] = await ctx.db.select().from(schema.pool);
  const [rules] = await ctx.db
    .select()
    .from(schema.rulesVersion)
    .orderBy(desc(schema.rulesVersion.version))
    .limit(1);
  if (!pool || !rules) return null;
  const parsed = parseRules(rules.document);
  if (!parsed.ok) {
    const problems = parsed.problems.map(({ field, problem }) => `${field} ${problem}`).join("; ");
    throw new Error(`the stored rules version ${rules.version} cannot be read: ${problems}`);
  }
  return {
    gameAddress: parsed.rules.gameAddress,
    prizeAsset: parsed.rules.prizeAsset,
    stateToken: stateTokenUnit(pool.policyId),
    startHash: pool.startHash,
    startHeight: pool.startHeight,
    rules: parsed.rules,
    rulesVersion: rules.version,
  };
}
