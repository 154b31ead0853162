import { sql } from "drizzle-orm";
import { sourceHealth } from "@/db/schema";
import { runJob } from "@/server/jobs/run-job";
import type { SeveralSources } from "./several-sources";
import type { World } from "./world";

export type Switching = {
  readonly switches: number;
  /** Steps of which more than one source answered a question: there must be none. */
  readonly mixed: number;
  /** The longest from a failure in the middle of a step to the end of the same step, read from the other source. */
  readonly slowestMs: number;
};

/** A source that answers nothing any more, from its next question but so many on. */
const MOST_ANSWERS = 6;

/**
 * So often: a block is made, and whichever source is read from fails while it is. The engine goes on with the other.
 * Every tenth block has a play. Throws if a switch does not take place.
 */
export async function switchSources(
  world: World,
  several: SeveralSources,
  { switches, random = Math.random }: { readonly switches: number; readonly random?: () => number },
): Promise<Switching> {
  const { ctx, steps, chosen } = several;
  const from = steps.length;
  let slowestMs = 0;
  for (let turn = 0; turn < switches; turn++) {
    if (turn % 10 === 0) await world.control.fund(world.gameAddress, 5_000_000n);
    await world.control.mine(1);
    const server = await chosen();
    if (!server) throw new Error("no source can be asked");
    let answers = Math.floor(random() * MOST_ANSWERS);
    server.answer(() => (answers-- > 0 ? null : { status: 503, body: "" }));
    const beganMs = performance.now();
    // It may have answered all that one step asks for: the next one fails.
    for (let tries = 0; (await chosen()) === server; tries++) {
      if (tries > MOST_ANSWERS) throw new Error(`${server.url} fails and is read from`);
      await runJob(ctx, "scan");
    }
    slowestMs = Math.max(slowestMs, performance.now() - beganMs);
    server.answer(null);
    await forgetOutages(ctx.db);
  }
  const mixed = steps.slice(from).filter((sources) => sources.size > 1).length;
  return { switches, mixed, slowestMs };
}

/** As if the time had passed after which a source that is back is preferred again. */
export async function forgetOutages(db: World["ctx"]["db"]): Promise<void> {
  await db.update(sourceHealth).set({ state: "good", circuit: null, nextTryMs: null, sinceMs: sql`0`, goodProbes: 0 });
}
