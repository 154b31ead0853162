import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { PayoutContext } from "@/server/services/payout/payout-context";
import { runRound } from "./run-job";
import { DEAD_AFTER_MS, keepTurn, takeTurn } from "./take-turns";

/** How often it is asked whose turn it is: a dead instance's round is taken over within this and DEAD_AFTER_MS. */
const ASK_EVERY_MS = 2_000;
const SIGN_OF_LIFE_MS = DEAD_AFTER_MS / 4;
/** After this it hangs, in a file system or a lost connection: others go on, and it finds nothing half done. */
const ROUND_TAKES_AT_MOST_MS = 5 * 60_000;

/**
 * The built-in scheduler: one round of all jobs at a time over all instances, one each interval. A cron service that
 * calls POST /api/jobs/<name> does the same; both may run. `stop` waits for a round that is under way, but no longer
 * than `withinMs`.
 */
export function startScheduler(
  ctx: PayoutContext,
  { intervalMs }: { readonly intervalMs: number },
): { stop(withinMs: number): Promise<void> } {
  const holder = randomUUID();
  const stopping = new AbortController();
  const report = (error: unknown) => {
    ctx.log.error({ err: error }, "the scheduler could not take its turn");
    return null;
  };
  const turns = async () => {
    while (!stopping.signal.aborted) {
      const waitMs = await oneTurn(ctx, holder, intervalMs).catch(report);
      const askInMs = waitMs ?? Math.min(intervalMs, ASK_EVERY_MS);
      await sleep(askInMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  };
  const ended = turns();
  return {
    async stop(withinMs) {
      stopping.abort();
      await Promise.race([ended, sleep(withinMs, undefined, { ref: false })]);
    },
  };
}

/** A round, if it is this instance's turn, and how long until the next one; null if it is not. */
async function oneTurn(ctx: PayoutContext, holder: string, intervalMs: number): Promise<number | null> {
  const begunAt = Date.now();
  if (!(await roundInTurn(ctx, holder, intervalMs))) return null;
  const waitMs = Math.max(intervalMs - (Date.now() - begunAt), 0);
  await keepTurn(ctx.db, holder, waitMs);
  return waitMs;
}

type Round = Awaited<ReturnType<typeof runRound>>;

/** A round, if nobody else runs one or is about to; null otherwise. Whoever died in one lost the turn. */
export async function roundInTurn(ctx: PayoutContext, holder: string, intervalMs: number): Promise<Round | null> {
  if (!(await takeTurn(ctx.db, holder, intervalMs))) return null;
  const begunAt = Date.now();
  let sign = Promise.resolve();
  const alive = setInterval(() => {
    if (Date.now() - begunAt < ROUND_TAKES_AT_MOST_MS) sign = keepTurn(ctx.db, holder).catch(() => undefined);
  }, SIGN_OF_LIFE_MS);
  const answers = await runRound(ctx).finally(() => clearInterval(alive));
  await sign;
  return answers;
}
