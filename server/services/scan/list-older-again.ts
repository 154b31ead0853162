import { sql } from "drizzle-orm";
import { sourceState } from "@/db/schema";
import { withTransaction } from "@/db/transaction";
import type { Contradiction } from "@/server/domain/scan/contradiction";
import { sayContradiction } from "@/server/words/scan-contradiction";
import { appendAudit } from "../audit/append-audit";
import type { Context } from "../context";
import type { Followed } from "../followed/followed";
import { queueEvent } from "../outbox/queue-event";
import { compareLists } from "./internal/compare-lists";
import { loadState } from "./internal/cursor";
import { listSubjects } from "./internal/list-subjects";

/** Heights an hour: a million of them in ten days, for a few calls. */
const HEIGHTS_AT_ONCE = 4_000;
const PAUSE_MS = 60 * 60_000;

/**
 * When there is nothing to do: what was read long ago is listed again, slowly. A difference there may have paid
 * somebody wrongly, so it is told, and never changed in silence.
 */
export async function listOlderAgain(ctx: Context, followed: readonly Followed[]): Promise<void> {
  const state = await loadState(ctx.db);
  // The machine's clock: it decides how often we ask, and nothing about a day.
  if (!state || Date.now() - (state.auditedAt?.getTime() ?? 0) < PAUSE_MS) return;
  const readHeight = Math.min(...followed.map((each) => each.readHeight));
  const from = state.auditedHeight >= readHeight ? 0 : state.auditedHeight + 1;
  const to = Math.min(from + HEIGHTS_AT_ONCE - 1, readHeight);
  if (to < from) return;
  const lists = await listSubjects(ctx.source, followed, { from, to });
  const { difference } = await compareLists(ctx, followed, lists, { from, to });
  const found = difference?.contradiction ?? null;
  await withTransaction(ctx.db, async (tx) => {
    await tx.select().from(sourceState).for("update");
    const isCleared = state.difference && "height" in state.difference && inside(state.difference.height, from, to);
    const next = found ?? (isCleared ? null : state.difference);
    await tx.update(sourceState).set({ auditedHeight: to, auditedAt: sql`now()`, difference: next });
    if (!found || isSame(found, state.difference)) return;
    await queueEvent(tx, "scan.difference", { ...found });
    await appendAudit(tx, {
      actor: "job:scan",
      action: "scan.difference",
      subject: "scan",
      details: { text: sayContradiction(found), ...found },
      atMs: state.timeMs,
    });
  });
}

const inside = (height: number, from: number, to: number) => height >= from && height <= to;

function isSame(a: Contradiction, b: Contradiction | null): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
