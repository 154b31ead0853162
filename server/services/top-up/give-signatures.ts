import { eq } from "drizzle-orm";
import { topUp } from "@/db/schema";
import { withTransaction } from "@/db/transaction";
import { judgeWitnesses } from "@/server/domain/top-up/given-witnesses";
import { chainNow } from "../chain-now";
import type { Context } from "../context";
import { ServiceError } from "../errors";
import { requireRight } from "../people/require-right";
import { moveTopUp } from "./top-ups";

export type GiveSignatures = {
  readonly id: string;
  readonly userId: string;
  /** Of the transaction that was shown; another may have taken its place. */
  readonly txHash: string;
  /** What the wallet's `signTx` answered (CIP-30): a witness set, or a whole transaction, in hex. */
  readonly answer: string;
};

/**
 * Takes the wallet's signatures of one's own top-up. Only signatures are taken, never bytes: a wallet that changed the
 * transaction signed another, and is told so. The engine adds the operator's when no payout is on its way. Throws
 * ServiceError.
 */
export async function giveSignatures({ db }: Pick<Context, "db">, given: GiveSignatures): Promise<void> {
  const { id, userId, txHash, answer } = given;
  await withTransaction(db, async (tx) => {
    await requireRight(tx, { userId, action: "pool.top-up", what: "bringing a deposit" });
    const [row] = await tx.select().from(topUp).where(eq(topUp.id, id)).for("update");
    if (row?.userId !== userId) throw new ServiceError("not-found", "you have no such top-up");
    if (row.state !== "BUILT" || row.txHash !== txHash) {
      throw new ServiceError(
        "wrong-state",
        "the pool has moved meanwhile, so what you signed is void. Nothing was sent: look at the top-up again",
      );
    }
    const judged = judgeWitnesses(answer, txHash, row.signers ?? []);
    if (!judged.ok) throw new ServiceError("bad-input", judged.problem);
    const now = await chainNow(tx);
    await moveTopUp(tx, row, "sign", {
      actor: `user:${userId}`,
      atMs: now?.timeMs ?? row.sinceMs,
      detail: "signed by its owner; the operator signs when no payout is on its way",
      set: { signatures: [...judged.signatures] },
    });
  });
}
