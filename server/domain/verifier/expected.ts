import type { SlotConfig } from "../cardano/slot-clock";
import type { DepositRedeemer, InitAct, PoolRedeemer } from "../contract/acts";
import type { Amount } from "../contract/amount";
import type { Payout } from "../contract/types";
import type { OutRef, ProtocolParameters, TxOutput } from "../ports";
import type { Hex, Lovelace, Slot } from "../units";

/*
 * What a transaction of ours may be judged by: what the chain shows, and what people approved. Nothing of it may come
 * from whatever built the bytes; only `txHash` is its word, which the bytes must bear out.
 */

/** Where a script is read from, and how many bytes of it are paid for. */
export type ReferenceScript = { readonly ref: OutRef; readonly sizeBytes: number };

export type OnChain = {
  /** The id that the keys are asked to sign. */
  readonly txHash: Hex;
  readonly networkId: 0 | 1;
  readonly parameters: ProtocolParameters;
  readonly slots: SlotConfig;
  /** Of the newest block that is known. */
  readonly nowSlot: Slot;
  /** How long from now it may land; half an hour where nothing is said. */
  readonly longestMs?: number;
};

export type Ground = OnChain & {
  /** Hash of the pool's script; what people signed for names it. */
  readonly policyId: Hex;
  /** Hash of the governor's script. */
  readonly governorHash: Hex;
};

/** Where scripts run. */
export type Running = Ground & {
  readonly referenceScripts: { readonly pool: ReferenceScript; readonly governor: ReferenceScript };
  /** All that the governor's reward account holds. */
  readonly rewardsLovelace: Lovelace;
  readonly collateral: TxOutput;
};

/** Whose money it brings in, and where what is left of it goes. */
type Paid = {
  /** Outputs that may be spent for it; those that are come from these and from nowhere else. */
  readonly funding: readonly TxOutput[];
  readonly changeAddress: string;
};

/** A wallet of ours that pays: what of it is spent, and what must stay, follows from what it holds. */
type OwnWallet = {
  /** All outputs at `changeAddress`, as the chain has them. */
  readonly wallet: readonly TxOutput[];
  readonly changeAddress: string;
};

/** All that has the pool as its only input. */
export type ExpectedSpend = Running & {
  readonly kind: "spend";
  readonly pool: TxOutput;
  readonly redeemer: Exclude<PoolRedeemer, DepositRedeemer>;
  /** Pay: exactly these outputs, in this order. */
  readonly payouts: readonly Payout[];
};

export type ExpectedDeposit = Running &
  Paid & {
    readonly kind: "deposit";
    readonly pool: TxOutput;
    readonly redeemer: DepositRedeemer;
    readonly amount: Amount;
  };

/** Mints the state token into the pool's first state. */
export type ExpectedInit = Omit<Running, "collateral"> &
  OwnWallet & {
    readonly kind: "init";
    readonly act: InitAct;
    readonly operator: Hex;
    readonly maxFeeLovelace: Lovelace;
    readonly deposit: Amount;
    /** The change of what locked the scripts, by its verified bytes; `wallet` is what was there before it. */
    readonly givenBack: TxOutput;
  };

/** Locks the two scripts where nobody can spend them, and opens the governor's reward account. */
export type ExpectedScripts = Ground &
  OwnWallet & {
    readonly kind: "scripts";
    readonly opensAccount: boolean;
    /**
     * What pays. In a deployment the largest output; where scripts are locked once more, one of ADA alone besides the
     * collateral, and while it is there the one that an earlier attempt spends.
     */
    readonly pays: { readonly kind: "deployment" } | { readonly kind: "again"; readonly begun: OutRef | null };
  };

/** Puts what is scattered over a wallet into one output that can be its collateral. */
export type ExpectedCollateral = OnChain & OwnWallet & { readonly kind: "collateral" };

export type Expected = ExpectedSpend | ExpectedDeposit | ExpectedInit | ExpectedScripts | ExpectedCollateral;
