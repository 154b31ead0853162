import { sql } from "drizzle-orm";
import { type Difference, sourceState } from "@/db/schema";
import { withTransaction } from "@/db/transaction";
import { sayContradiction } from "@/server/words/scan-contradiction";
import { appendAudit } from "../audit/append-audit";
import type { Context } from "../context";
import type { Followed } from "../followed/followed";
import { queueEvent } from "../outbox/queue-event";
import { compareLists } from "./internal/compare-lists";
import { Contradicted } from "./internal/contradicted";
import { loadState } from "./internal/cursor";
import { type Heights, listSubjects } from "./internal/list-subjects";
import { LISTED_AGAIN } from "./internal/read-subjects";

/** Heights an hour: a million of them in ten days, for a few calls. */
const HEIGHTS_AT_ONCE = 4_000;
const PAUSE_MS = 60 * 60_000;

/**
 * When there is nothing to do: what was read long ago is listed again, slowly. A difference there may have paid
 * somebody wrongly, so it is told, and never changed in silence. It stands until the source agrees about its heights.
 */
export async function listOlderAgain(ctx: Context, followed: readonly Followed[]): Promise<void> {
  const state = await loadState(ctx.db);
  // The machine's clock: it decides how often we ask, and nothing about a day.
  if (!state || Date.now() - (state.auditedAt?.getTime() ?? 0) < PAUSE_MS) return;
  // The steps themselves list what is newer, and mend it.
  const last = Math.min(...followed.map((each) => each.readHeight)) - LISTED_AGAIN;
  const from = state.auditedHeight >= last ? 0 : state.auditedHeight + 1;
  const range = { from, to: Math.min(from + HEIGHTS_AT_ONCE - 1, last) };
  if (range.to < range.from) return;
  const standing = state.difference && (await confirmDifference(ctx, followed, state.difference));
  const found = (await confirmDifference(ctx, followed, range)) ?? standing;
  await withTransaction(ctx.db, async (tx) => {
    await tx.select().from(sourceState).for("update");
    await tx.update(sourceState).set({ auditedHeight: range.to, auditedAt: sql`now()`, difference: found });
    if (!found || isSame(found, state.difference)) return;
    const { contradiction } = found;
    await queueEvent(tx, "scan.difference", { ...contradiction });
    await appendAudit(tx, {
      actor: "job:scan",
      action: "scan.difference",
      subject: "scan",
      details: { text: sayContradiction(contradiction), ...contradiction },
      atMs: state.timeMs,
    });
  });
}

/** Only what the source says twice: one of several servers behind an address may be wrong for a moment. */
async function confirmDifference(
  ctx: Context,
  followed: readonly Followed[],
  range: Heights,
): Promise<Difference | null> {
  const first = await findDifference(ctx, followed, range);
  return first && findDifference(ctx, followed, range);
}

/** Also where the source cannot say what its own lists mean: nothing else waits for its answer. */
async function findDifference(
  ctx: Context,
  followed: readonly Followed[],
  { from, to }: Heights,
): Promise<Difference | null> {
  try {
    const lists = await listSubjects(ctx.source, followed, { from, to });
    const { difference } = await compareLists(ctx, followed, lists, { from, to });
    if (!difference) return null;
    const { height } = difference.contradiction;
    return { contradiction: difference.contradiction, from: height, to: height };
  } catch (error) {
    if (error instanceof Contradicted) return { contradiction: error.contradiction, from, to };
    throw error;
  }
}

function isSame(a: Difference, b: Difference | null): boolean {
  return b !== null && sayContradiction(a.contradiction) === sayContradiction(b.contradiction);
}
