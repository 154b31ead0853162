import { desc, inArray, lt } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import * as schema from "@/db/schema";
import { withTransaction } from "@/db/transaction";
import type { StopReason } from "@/server/domain/day/stop-reason";
import type { Height } from "@/server/domain/units";
import { sayContradiction } from "@/server/words/scan-contradiction";
import type { Context } from "../context";
import { again, type JobResult } from "../job-result";
import { revisePayments, reviseSnapshots } from "../payout/revise-payments";
import type { Contradicted, Remedy } from "./internal/contradicted";
import { loadState, type State } from "./internal/cursor";
import { goBack } from "./internal/follow-fork";
import { undoAbove, undoSubjects } from "./internal/undo";

/** Takes back what was read of some subjects from a height on, so that it is read anew: days that saw it as well. */
export async function readAgain(ctx: Context, { contradiction }: Contradicted, remedy: Remedy): Promise<JobResult> {
  const reason = sayContradiction(contradiction);
  ctx.log.warn({ contradiction, ...remedy }, "what was read is read again");
  const state = await loadState(ctx.db);
  if (!state) return again(reason);
  const subjects = await ctx.db
    .select()
    .from(schema.followed)
    .where(inArray(schema.followed.id, [...remedy.subjects]));
  const isOfPool = subjects.some(({ kind }) => kind === "pool");
  if (isOfPool) await readBlocksAgain(ctx, state, remedy.from);
  else
    await withTransaction(ctx.db, (tx) =>
      undo(tx, state, remedy, { kind: "history-read-again", contradiction, fromHeight: remedy.from }),
    );
  return again(`${reason} It is read again from block ${remedy.from}.`);
}

async function undo(
  tx: Transaction,
  { tipTimeMs }: State,
  { subjects, from }: Remedy,
  reason: StopReason,
): Promise<void> {
  await tx.select().from(schema.sourceState).for("update");
  const height = from - 1;
  await undoSubjects(tx, subjects, height);
  await reviseSnapshots(tx, { subjects, height, reason, atMs: tipTimeMs });
}

/** The pool is read to the cursor, so the cursor goes back with it: where no block is left, to before the first. */
async function readBlocksAgain(ctx: Context, state: State, height: Height): Promise<void> {
  const [below] = await ctx.db
    .select()
    .from(schema.blockHeader)
    .where(lt(schema.blockHeader.height, height))
    .orderBy(desc(schema.blockHeader.height))
    .limit(1);
  if (below) await goBack(ctx, state, below);
  else
    await withTransaction(ctx.db, async (tx) => {
      await tx.select().from(schema.sourceState).for("update");
      await undoAbove(tx, height - 1);
      await revisePayments(tx, height - 1, state.tipTimeMs);
      await tx.delete(schema.sourceState);
    });
}
