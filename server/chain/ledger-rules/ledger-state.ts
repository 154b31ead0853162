import type { RewardAccount, TxOutput } from "@/server/domain/ports";
import type { Slot } from "@/server/domain/units";
import type { PoolScript } from "../pool/script";
import type { ChainTerms } from "../transaction/evaluate";

/** What the ledger holds when a transaction reaches it, as far as the transaction names it. */
export type LedgerState = {
  /** Inputs, reference inputs and collateral, as they were read from the chain. All unspent. */
  readonly outputs: readonly TxOutput[];
  /** The scripts that those outputs may hold, and the network's id. */
  readonly script: PoolScript;
  readonly chain: ChainTerms;
  readonly nowSlot: Slot;
  /** The governor's reward account. */
  readonly account: RewardAccount;
};
