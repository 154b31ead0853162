import type { RewardAccount, TxOutput } from "@/server/domain/ports";
import type { Slot } from "@/server/domain/units";
import type { ChainTerms } from "../transaction/evaluate";
import type { Script } from "../transaction/script";

/** What the ledger holds when a transaction reaches it, as far as the transaction names it. */
export type LedgerState = {
  /** Inputs, reference inputs and collateral, as they were read from the chain. All unspent. */
  readonly outputs: readonly TxOutput[];
  /** The scripts that the outputs may hold. */
  readonly scripts: readonly Script[];
  readonly networkId: 0 | 1;
  readonly chain: ChainTerms;
  readonly nowSlot: Slot;
  readonly accounts: readonly (RewardAccount & { readonly address: string })[];
};
