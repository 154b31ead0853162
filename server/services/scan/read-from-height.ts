import { and, asc, eq, gte } from "drizzle-orm";
import type { Database } from "@/db/client";
import { blockHeader, day, snapshot, sourceState } from "@/db/schema";
import { SIGNED_DAY_STATES } from "@/server/domain/day/states";
import type { DayIndex, Height } from "@/server/domain/units";
import { type Actor, appendAudit } from "../audit/append-audit";
import type { Context } from "../context";
import { isInStates } from "../day/in-states";
import { ServiceError } from "../errors";
import { loadState } from "./internal/cursor";
import { goBack } from "./internal/follow-fork";

/** Signed days that were read at this height or above: they stop if it is read again, until two people release them. */
export async function signedDaysFrom(db: Database, from: Height): Promise<DayIndex[]> {
  const rows = await db
    .select({ dayIndex: day.dayIndex })
    .from(day)
    .innerJoin(snapshot, eq(snapshot.id, day.snapshotId))
    .where(and(isInStates(SIGNED_DAY_STATES), gte(snapshot.height, from - 1)))
    .orderBy(asc(day.dayIndex));
  return rows.map(({ dayIndex }) => dayIndex);
}

/**
 * Takes back everything that was read from a height on, as a rollback does, so that it is read anew: where a source
 * contradicted itself and no remedy was found. No deeper than a rollback may reach, so that nothing final is touched.
 * Throws ServiceError.
 */
export async function readFromHeight(ctx: Context, { from, actor }: { from: Height; actor: Actor }): Promise<void> {
  const state = await loadState(ctx.db);
  if (!state) throw new ServiceError("wrong-state", "no block has been read yet");
  const { securityParam } = await ctx.source.genesis();
  const [lowest, highest] = [state.height - securityParam + 1, state.height];
  const [below] = await ctx.db
    .select()
    .from(blockHeader)
    .where(eq(blockHeader.height, from - 1));
  if (from < lowest || from > highest || !below) {
    throw new ServiceError("bad-input", `read again from a block between ${Math.max(lowest, 1)} and ${highest}`);
  }
  const undone = await goBack(ctx, state, below, async (tx) => {
    await tx.update(sourceState).set({ contradiction: null, tries: 0, nextReadAt: null });
    const details = { from, contradiction: state.contradiction?.kind ?? null };
    await appendAudit(tx, { actor, action: "scan.read-again", subject: "scan", details, atMs: state.timeMs });
  });
  if (!undone) throw new ServiceError("conflict", "the scan has moved meanwhile: look again, then repeat");
}
