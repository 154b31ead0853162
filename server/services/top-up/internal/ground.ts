import type { TransactionSigner } from "@/server/domain/ports";
import type { PoolSituation } from "../../day/situation";
import type { PayoutContext } from "../../payout/payout-context";
import type { DepositGround } from "../../pool/deposit-of-others";
import { readSpendBasis } from "../../pool/spend-basis";

/** What a deposit is built on, and compared with. Throws ServiceError as `readSpendBasis` does. */
export async function groundOf(
  { source }: Pick<PayoutContext, "source">,
  operator: TransactionSigner,
  { now, pool, operations }: PoolSituation,
): Promise<DepositGround> {
  const basis = await readSpendBasis(source, pool.row, operator);
  return {
    ...{ basis, pool, settings: pool.settings },
    nowSlot: now.slot,
    lifetimeMs: operations.transactionLifetimeMs,
  };
}
