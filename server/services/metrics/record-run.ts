import { lt } from "drizzle-orm";
import { jobRun } from "@/db/schema";
import type { Context } from "../context";

const KEPT_MS = 14 * 24 * 3_600_000;
/** One run in this many also removes old rows. */
const PRUNE_EVERY = 500;

/** Records a run, for the console and the error rate. */
export async function recordRun(
  ctx: Pick<Context, "db">,
  run: { job: string; result: string; detail: string; stoppedDay?: number; startedAt: Date },
): Promise<void> {
  const durationMs = Date.now() - run.startedAt.getTime();
  const [row] = await ctx.db
    .insert(jobRun)
    .values({ ...run, durationMs })
    .returning({ id: jobRun.id });
  if (row && row.id % PRUNE_EVERY === 0) {
    await ctx.db.delete(jobRun).where(lt(jobRun.startedAt, new Date(Date.now() - KEPT_MS)));
  }
}
