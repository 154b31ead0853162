import type { SlotConfig } from "../cardano/slot-clock";
import type { OutRef, ProtocolParameters, TxOutput } from "../ports";
import type { Hex, Lovelace } from "../units";
import type { PoolRedeemer } from "./acts";
import type { PoolState } from "./read-pool";
import type { Payout, PrizeAsset } from "./types";

/** Where a script is read from, and how many bytes of it are paid for. */
export type ReferenceScript = { readonly ref: OutRef; readonly sizeBytes: number };

/** What a spend of the pool should be, from sources of its own: the plan, and the pool as read from the chain. */
export type ExpectedSpend = {
  readonly txHash: Hex;
  readonly pool: PoolState;
  readonly redeemer: PoolRedeemer;
  /** Pay: exactly these outputs, in this order. */
  readonly payouts: readonly Payout[];
  readonly prizeAsset: PrizeAsset | null;
  readonly slots: SlotConfig;
  readonly referenceScripts: { readonly pool: ReferenceScript; readonly governor: ReferenceScript };
  readonly parameters: ProtocolParameters;
  /** The governor's reward address, and all that it holds. */
  readonly governor: { readonly account: string; readonly rewardsLovelace: Lovelace };
  readonly collateral: TxOutput;
  /** Key hashes that the transaction must name as signatories, no others. */
  readonly signatories: readonly Hex[];
};
