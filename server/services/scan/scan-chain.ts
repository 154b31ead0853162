import { sql } from "drizzle-orm";
import * as schema from "@/db/schema";
import type { Operations } from "@/server/domain/day/operations";
import { sayContradiction } from "@/server/words/scan-contradiction";
import type { Context } from "../context";
import { type Followed, loadFollowed } from "../followed/followed";
import { again, done, type JobResult } from "../job-result";
import { operationsInForce } from "../settings-in-force";
import { Contradicted } from "./internal/contradicted";
import { loadState, readBlocks, type State } from "./internal/cursor";
import { findRemedy } from "./internal/find-remedy";
import { followFork } from "./internal/follow-fork";
import { learnSettings } from "./internal/learn-settings";
import { type Ahead, readOthers, readPool } from "./internal/read-subjects";
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
  const pause = sayPause(state);
  if (pause) return done(pause);
  try {
    const result = await step(ctx, { pool, state, followed, readLag: operations.readLag });
    if (state?.contradiction)
      await ctx.db.update(schema.sourceState).set({ contradiction: null, tries: 0, nextReadAt: null });
    return result;
  } catch (error) {
    if (!(error instanceof Contradicted)) throw error;
    return await mend(ctx, error, { followed, operations });
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
  if (hasNew) return done(`at block ${height}, the tip`);
  await listOlderAgain(ctx, ahead.followed);
  return done(`at block ${height}, nothing new`);
}

/** After a contradiction the source is left alone for a while. By our own clock: it decides nothing about a day. */
function sayPause(state: State | null): string | null {
  if (!state?.contradiction || !state.nextReadAt) return null;
  const seconds = Math.ceil((state.nextReadAt.getTime() - Date.now()) / 1000);
  return seconds > 0 ? `${sayContradiction(state.contradiction)} The source is asked again in ${seconds} s.` : null;
}

const LONGEST_PAUSE_MS = 60_000;

type Mending = { readonly followed: readonly Followed[]; readonly operations: Operations };

/** Reads again where that helps; else the same is asked again, ever more seldom, until the source agrees. */
async function mend(ctx: Context, error: Contradicted, { followed, operations }: Mending): Promise<JobResult> {
  const { contradiction } = error;
  const tries = ((await loadState(ctx.db))?.tries ?? 0) + 1;
  const pauseMs =
    tries === 1 ? 0 : Math.min(operations.contradictionPauseMs * 2 ** Math.min(tries - 2, 10), LONGEST_PAUSE_MS);
  await ctx.db.update(schema.sourceState).set({
    contradiction,
    tries,
    nextReadAt: sql`now() + ${`${pauseMs} milliseconds`}::interval`,
  });
  const token =
    contradiction.kind === "not-conserved" ? followed.find(({ subject }) => subject === contradiction.unit) : undefined;
  const remedy =
    error.remedy ??
    (contradiction.kind === "not-conserved" && token ? await findRemedy(ctx, contradiction, token) : null);
  if (remedy) return readAgain(ctx, error, remedy);
  const text = sayContradiction(contradiction);
  ctx.log.warn({ contradiction, tries }, "the chain source contradicts itself; nothing was written");
  return done(text);
}
