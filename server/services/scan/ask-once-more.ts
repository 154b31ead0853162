import type { Context } from "../context";
import { loadFollowed } from "../followed/followed";
import { loadPoolRow } from "../pool/load-pool";
import { Contradicted } from "./internal/contradicted";
import { loadState } from "./internal/cursor";
import { settleWaiting } from "./internal/settle-waiting";

/** More than waiting plays are given at rest: this is once a day. */
const AT_MOST = { plays: 1_000, earlier: 200, asksAgain: true };

/**
 * Before a day's plays are fixed: whose player is not known yet is looked for once more, also where the source did not
 * have the bytes a moment ago. Those that stay unknown wait for the next day, and the day does not wait for them.
 */
export async function askOnceMore(ctx: Context): Promise<void> {
  const [pool, state] = [await loadPoolRow(ctx.db), await loadState(ctx.db)];
  if (!pool || !state) return;
  try {
    await settleWaiting(ctx, await loadFollowed(ctx.db, pool.row), state.height, AT_MOST);
  } catch (error) {
    // Whatever the source says of an earlier transaction, nothing was written and the day goes on without its play.
    const reason = error instanceof Contradicted ? error.contradiction : error;
    ctx.log.warn({ reason }, "a play waits on: its player could not be found out");
  }
}
