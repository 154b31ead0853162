import * as schema from "@/db/schema";
import type { Operations } from "@/server/domain/day/operations";
import { sayContradiction } from "@/server/words/scan-contradiction";
import type { Context } from "../context";
import { loadFollowed } from "../followed/followed";
import { again, done, type JobResult } from "../job-result";
import { operationsInForce } from "../settings-in-force";
import { Contradicted } from "./internal/contradicted";
import { loadState, readBlocks } from "./internal/cursor";
import { findRemedy } from "./internal/find-remedy";
import { followFork } from "./internal/follow-fork";
import { learnSettings } from "./internal/learn-settings";
import { type Ahead, readOthers, readPool } from "./internal/read-subjects";
import { inMs, sayPause } from "./internal/say-pause";
import { settleWaiting } from "./internal/settle-waiting";
import { listOlderAgain } from "./list-older-again";
import { readAgain } from "./read-again";

/**
 * Follows the chain by one bounded step: reads the blocks that came after the cursor with what they did to the pool,
 * then the plays and the tokens a few blocks behind. Each part is written in one transaction. Any number may run at
 * once: the one that moves a part on first wins.
 */
export async function scanChain(ctx: Context): Promise<JobResult> {
  const [pool] = await ctx.db.select().from(schema.pool);
  const [rules] = await ctx.db.select().from(schema.rulesVersion).limit(1);
  if (!pool || !rules) return done("There is no pool yet: run npm run deploy.");
  const state = await loadState(ctx.db);
  const operations = await operationsInForce(ctx.db);
  const followed = await loadFollowed(ctx.db, pool);
  const pause = await sayPause(ctx.db, state);
  if (pause) return done(pause);
  try {
    const result = await step(ctx, { pool, state, followed, readLag: operations.readLag });
    const nextReadAt = result.result === "done" ? inMs(operations.restMs) : null;
    await ctx.db.update(schema.sourceState).set({ contradiction: null, tries: 0, nextReadAt });
    return result;
  } catch (error) {
    if (!(error instanceof Contradicted)) throw error;
    return await mend(ctx, error, operations);
  }
}

async function step(ctx: Context, ahead: Ahead): Promise<JobResult> {
  const { pool, state } = ahead;
  const blocks = await readBlocks(ctx.source, state, { hash: pool.startHash, height: pool.startHeight });
  if (blocks === null) return state ? followFork(ctx, state) : done("the pool's start is gone");
  const hasNew = blocks.headers.length > 0;
  if (hasNew && !(await readPool(ctx, ahead, blocks))) return again("another instance moved the cursor");
  if (hasNew) await learnSettings(ctx);
  const height = blocks.headers.at(-1)?.height ?? state?.height ?? 0;
  const others = await readOthers(ctx, ahead, height);
  if (height < blocks.tip.height) return again(`read to block ${height} of ${blocks.tip.height}`);
  if (others !== null) return again(others);
  await settleWaiting(ctx, ahead.followed, height);
  await listOlderAgain(ctx, ahead.followed);
  return done(`at block ${height}, ${hasNew ? "the tip" : "nothing new"}`);
}

const LONGEST_PAUSE_MS = 60_000;

/** Reads again where that helps; else the same is asked again, ever more seldom, until the source agrees. */
async function mend(ctx: Context, error: Contradicted, operations: Operations): Promise<JobResult> {
  const { contradiction } = error;
  const tries = ((await loadState(ctx.db))?.tries ?? 0) + 1;
  const pauseMs =
    tries === 1 ? 0 : Math.min(operations.contradictionPauseMs * 2 ** Math.min(tries - 2, 10), LONGEST_PAUSE_MS);
  await ctx.db.update(schema.sourceState).set({
    contradiction,
    tries,
    nextReadAt: inMs(pauseMs),
  });
  const remedy = await findRemedy(ctx, error);
  if (remedy) return readAgain(ctx, error, remedy);
  const text = sayContradiction(contradiction);
  ctx.log.warn({ contradiction, tries }, "the chain source contradicts itself; nothing was written");
  return done(text);
}
