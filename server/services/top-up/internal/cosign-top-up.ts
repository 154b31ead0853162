import { withTransaction } from "@/db/transaction";
import type { TxOutput } from "@/server/domain/ports";
import type { PoolSituation } from "../../day/situation";
import { ServiceError } from "../../errors";
import { failureInWords } from "../../failure-in-words";
import { LostRace } from "../../lost-race";
import type { PayoutContext } from "../../payout/payout-context";
import { requireRight } from "../../people/require-right";
import { cosignDeposit, withSignatures } from "../../pool/deposit-of-others";
import { demandPool } from "../../pool/load-pool";
import { moveTopUp, NO_TRANSACTION, type TopUpRow } from "../top-ups";
import { whyBusy } from "../why-busy";
import { groundOf } from "./ground";

/**
 * Adds the operator's signature, after the bytes in the row were compared with what the chain shows now: the row is
 * believed in nothing but what was asked for. Stores them before anything is sent. Null if it is refused: then it is
 * built anew, and its owner signs again.
 */
export async function cosignTopUp(
  ctx: PayoutContext,
  row: TopUpRow,
  situation: PoolSituation,
  wallet: readonly TxOutput[],
): Promise<TopUpRow | null> {
  const { db, operator } = ctx;
  if (!operator) return null;
  const { now, pool, operations } = situation;
  const ground = await groundOf(ctx, operator, situation);
  const { lovelace, tokens, changeAddress, txBytes } = row;
  const move = { actor: "job:advance", atMs: now.timeMs } as const;
  try {
    const { signed } = await cosignDeposit(
      ground,
      {
        cbor: withSignatures(txBytes ?? "", row.signatures ?? []),
        wallet,
        changeAddresses: [changeAddress],
        amount: { lovelace, tokens },
      },
      operator,
    );
    const set = { txBytes: signed, sentHeight: now.height, lastSentHeight: now.height };
    await withTransaction(db, async (tx) => {
      await demandPool(tx, pool);
      // Whose account was disabled meanwhile brings nothing: the next round ends it.
      await requireRight(tx, { userId: row.userId, action: "pool.top-up", what: "bringing a deposit" });
      // Looked at once more: nothing may have been built on the pool since.
      if ((await whyBusy(tx, pool, now, operations)) !== null)
        throw new LostRace("something else is on its way meanwhile");
      await moveTopUp(tx, row, "send", { ...move, detail: "signed by the operator, and sent", set });
    });
    return { ...row, ...set, state: "SENT" };
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    const detail = `the operator did not sign it: ${failureInWords(error)}`;
    await withTransaction(db, (tx) => moveTopUp(tx, row, "return", { ...move, detail, set: NO_TRANSACTION }));
    return null;
  }
}
