import { withTransaction } from "@/db/transaction";
import { BuildError } from "@/server/chain/transaction/build-error";
import { slotToMs } from "@/server/domain/cardano/slot-clock";
import type { TxOutput } from "@/server/domain/ports";
import { sayBuildProblem } from "@/server/words/build-problem";
import type { PoolSituation } from "../../day/situation";
import { ServiceError } from "../../errors";
import type { PayoutContext } from "../../payout/payout-context";
import { buildDepositOfOthers } from "../../pool/deposit-of-others";
import { demandPool } from "../../pool/load-pool";
import { moveTopUp, type TopUpRow } from "../top-ups";
import { groundOf } from "./ground";

/**
 * Builds the transaction on the pool as it stands, from `wallet`, what the owner's addresses hold now, for its owner
 * to sign.
 * One that cannot be built is ended, with the reason: its owner asks anew for what is possible.
 */
export async function buildTopUp(
  ctx: PayoutContext,
  row: TopUpRow,
  situation: PoolSituation,
  wallet: readonly TxOutput[],
): Promise<void> {
  const { db, operator } = ctx;
  if (!operator) return;
  const { now, pool } = situation;
  const ground = await groundOf(ctx, operator, situation);
  const { lovelace, tokens, changeAddress } = row;
  const move = { actor: "job:advance", atMs: now.timeMs } as const;
  try {
    const built = buildDepositOfOthers(ground, { amount: { lovelace, tokens }, wallet, changeAddress });
    await withTransaction(db, async (tx) => {
      await demandPool(tx, pool);
      await moveTopUp(tx, row, "build", {
        ...move,
        detail: "waits for its owner to sign",
        set: {
          txHash: built.txHash,
          txBytes: built.cbor,
          inputTxHash: pool.output.ref.txHash,
          inputIndex: pool.output.ref.index,
          validUntilSlot: built.validUntilSlot,
          validUntilMs: slotToMs(ground.basis.chain.slots, built.validUntilSlot),
          feeLovelace: built.feeLovelace,
          signers: built.requiredSigners.filter((hash) => hash !== pool.datum.operator),
        },
      });
    });
  } catch (error) {
    const why = error instanceof BuildError ? sayBuildProblem(error.problem) : sayRefusal(error);
    if (why === null) throw error;
    await withTransaction(db, (tx) => moveTopUp(tx, row, "end", { ...move, detail: `cannot be built: ${why}` }));
  }
}

const sayRefusal = (error: unknown) => (error instanceof ServiceError ? error.message : null);
