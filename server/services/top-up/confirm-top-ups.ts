import { and, eq } from "drizzle-orm";
import { chainTransaction, topUp } from "@/db/schema";
import { withTransaction } from "@/db/transaction";
import type { TopUpMove } from "@/server/domain/top-up/states";
import { type ChainNow, chainNow } from "../chain-now";
import type { Context } from "../context";
import { finalDepth } from "../final-depth";
import { holdBlock } from "../hold-chain";
import { LostRace } from "../lost-race";
import { proveGone } from "../payout/prove-gone";
import { operationsInForce } from "../settings-in-force";
import { landedAfterAll, takeUpAgain } from "./internal/given-up";
import { inStates, moveTopUp, NO_TRANSACTION, type TopUpRow } from "./top-ups";

/** Moves what was sent, and what was given up, by what our own scan shows, and nothing else. Never throws. */
export async function confirmTopUps(ctx: Context): Promise<void> {
  try {
    const rows = await inStates(ctx.db, ["SENT", "LANDED"]);
    const now = await chainNow(ctx.db);
    if (!now) return;
    for (const row of rows) await unlessLost(confirm(ctx, row, now));
    // What has just been given up may be in the way of another of its owner's.
    for (const found of await landedAfterAll(ctx.db)) await unlessLost(takeUpAgain(ctx.db, found, now.timeMs));
  } catch (error) {
    ctx.log.error({ err: error }, "top-ups cannot be confirmed");
  }
}

async function unlessLost(work: Promise<void>): Promise<void> {
  await work.catch((error: unknown) => {
    if (!(error instanceof LostRace)) throw error;
  });
}

async function confirm(ctx: Context, row: TopUpRow, now: ChainNow): Promise<void> {
  const { db, source } = ctx;
  const move = (how: TopUpMove, detail: string, set: Partial<TopUpRow> = {}, block?: string) =>
    withTransaction(db, async (tx) => {
      if (block) await holdBlock(tx, block);
      await moveTopUp(tx, row, how, { actor: "job:confirm", atMs: now.timeMs, detail, set });
    });
  const { txHash } = row;
  if (txHash === null) throw new Error(`top-up ${row.id} is ${row.state} without a transaction`);
  const { height, valid, blockHash } = chainTransaction;
  const [place] = await db
    .select({ height, valid, blockHash })
    .from(chainTransaction)
    .where(eq(chainTransaction.hash, txHash));
  if (row.state === "LANDED") {
    if (!place) return move("lose", "a rollback took its block: it is sent again");
    if (now.height - place.height < (await finalDepth(source))) return;
    return move("finish", `final: ${now.height - place.height} blocks deep`);
  }
  if (!place) {
    const sent = {
      inputTxHash: row.inputTxHash ?? "",
      inputIndex: row.inputIndex ?? -1,
      validUntilSlot: row.validUntilSlot ?? 0,
    };
    const gone = await proveGone(ctx, sent, now, await operationsInForce(db));
    if (gone === null) return;
    if (gone.kind === "differ") {
      const detail = `waits until two sources agree: ${gone.words}`;
      await db
        .update(topUp)
        .set({ detail })
        .where(and(eq(topUp.id, row.id), eq(topUp.state, "SENT")));
      return ctx.log.warn({ txHash }, `a deposit ${detail}`);
    }
    if (gone.kind !== "superseded") return move("end", "it did not land in time, though the pool was free");
    return move(
      "return",
      "another transaction has moved the pool: it is built anew, and needs a new signature",
      NO_TRANSACTION,
    );
  }
  if (!place.valid) {
    ctx.log.error({ txHash }, "a deposit's script failed: the operator's collateral was taken");
    return move("end", "its script failed on chain. Nothing of its owner's was taken; the operator lost collateral");
  }
  return move("land", `in block ${place.height}`, {}, place.blockHash);
}
