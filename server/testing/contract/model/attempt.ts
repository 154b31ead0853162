import type { PoolRedeemer } from "@/server/domain/contract/acts";
import type { Payout } from "@/server/domain/contract/types";
import type { Mutation } from "../mutant";
import type { PoolModel } from "./pool-model";

/** The moment of a transaction, by the ledger's clock. */
export type Now = {
  readonly lowerSlot: number;
  readonly upperSlot: number;
  readonly lowerMs: number;
  readonly upperMs: number;
};

export type Attempt = {
  readonly redeemer: PoolRedeemer;
  /** What the pool would be if it were accepted: the sender writes the outputs by this. */
  readonly next: PoolModel;
  readonly payouts?: readonly Payout[];
  readonly signatories: readonly string[];
  readonly feeLovelace: bigint;
  /** Deposit: somebody else brings money and pays the fee. */
  readonly isDeposit?: boolean;
  readonly isWithoutLowerBound?: boolean;
  /** What a thief changes of it at the end; never harmless. */
  readonly mutation?: Mutation;
  /** What the model says of it. */
  readonly isAllowed: boolean;
};

/** Makes an attempt on the pool as it is; `signedFor` is the pool that the signers had before them. */
export type MakeAttempt = (model: PoolModel, now: Now, signedFor: PoolModel) => Attempt | null;

export const FEE = 2_500_000n;
