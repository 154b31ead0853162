import type { PoolRedeemer } from "@/server/domain/contract/acts";
import type { PoolState } from "@/server/domain/contract/read-pool";
import type { Payout, PrizeAsset } from "@/server/domain/contract/types";
import type { TxOutput } from "@/server/domain/ports";
import type { Hex, Lovelace, Slot } from "@/server/domain/units";
import type { BuiltTransaction } from "../transaction/assemble";
import type { ChainTerms } from "../transaction/evaluate";
import type { ExUnits } from "../transaction/fee";
import type { PoolScript } from "./script";

/** What every spend of the pool is built from. */
export type SpendTerms = {
  readonly pool: PoolState;
  readonly script: PoolScript;
  readonly prizeAsset: PrizeAsset | null;
  /** The outputs that hold the scripts, at the pool's address without the token. */
  readonly referenceScripts: ReferenceScripts;
  /** All that the governor's reward account holds, usually nothing. An act withdraws it into the pool. */
  readonly rewardsLovelace: Lovelace;
  /** ADA only; lost if a script fails after all. The same one serves chained payouts. */
  readonly collateral: TxOutput;
  readonly chain: ChainTerms;
  readonly validFromSlot: Slot | null;
  /** First slot in which the transaction is no longer valid. */
  readonly validUntilSlot: Slot;
};

export type ReferenceScripts = { readonly pool: TxOutput; readonly governor: TxOutput };

/** A built spend, with the pool that it leaves: the next spend can be built on that before this one landed. */
export type BuiltSpend = BuiltTransaction & { readonly nextPool: PoolState };

/** A placeholder: the evaluator ignores the units of the draft. */
export const UNMEASURED: ExUnits = { mem: 0n, steps: 0n };

export type SpendParts = {
  readonly redeemer: PoolRedeemer;
  readonly payouts?: readonly Payout[];
  readonly signatories: readonly Hex[];
};
