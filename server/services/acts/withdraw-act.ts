import { eq, sql } from "drizzle-orm";
import { actProposal } from "@/db/schema";
import { withTransaction } from "@/db/transaction";
import { chainNow } from "../chain-now";
import type { Context } from "../context";
import { ServiceError } from "../errors";
import { requireRight } from "../people/require-right";
import { loadLivePool } from "../pool/load-pool";
import { lockAct } from "./internal/act-rows";
import { fateOf } from "./internal/fates";
import { recordAct } from "./internal/record-act";

/**
 * Takes an act back: nobody is asked to sign it any more, and the engine sends it no more. What was sent may still
 * land, and whoever has its signatures can send it until the pool's nonce moves. Throws ServiceError `wrong-state`.
 */
export async function withdrawAct(
  { db }: Pick<Context, "db">,
  input: { readonly id: number; readonly userId: string },
): Promise<void> {
  const { id, userId } = input;
  await withTransaction(db, async (tx) => {
    const row = await lockAct(tx, id);
    await requireRight(tx, { userId, action: "pool.administer", what: "withdrawing an act" });
    if (row.withdrawnAt !== null) return;
    const [pool, now] = [await loadLivePool(tx), await chainNow(tx)];
    const fate = await fateOf(tx, row, { pool, height: now?.height ?? 0 });
    if (fate.kind === "landed") throw new ServiceError("wrong-state", "the act has landed: another one undoes it");
    await tx
      .update(actProposal)
      .set({ withdrawnBy: userId, withdrawnAt: sql`now()`, sendAskedBy: null, sendAskedAt: null })
      .where(eq(actProposal.id, id));
    await recordAct(tx, row, { verb: "withdraw", actor: `user:${userId}`, details: { txHash: row.txHash } });
  });
}
