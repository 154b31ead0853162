import type { DayIndex, Hex, Lovelace, PosixMs } from "../units";
import type { Amount } from "./amount";
import type { Approval, Envelope, Settings } from "./types";

/* `Redeemer`, `Act` and `Change` of contracts/lib/pool.ak. Encodings: redeemer.ts, act-codec.ts, change-codec.ts. */

export type CommitRedeemer = {
  readonly kind: "commit";
  readonly settings: Settings;
  readonly day: DayIndex;
  /** Commitment to the first batch, and through it to all. */
  readonly firstCommitment: Hex;
  readonly reportHash: Hex;
  readonly total: Amount;
  readonly outputs: number;
  readonly batches: number;
  readonly deadlineMs: PosixMs;
  readonly oracleSignature: Hex;
  readonly approvals: readonly Approval[];
};

export type PayRedeemer = {
  readonly kind: "pay";
  readonly total: Amount;
  /** Number of payouts. */
  readonly outputs: number;
  /** Commitment to the rest, empty for the last batch. */
  readonly next: Hex;
};

export type ResumeRedeemer = {
  readonly kind: "resume";
  readonly settings: Settings;
  readonly batches: number;
  readonly deadlineMs: PosixMs;
  readonly oracleSignature: Hex;
  readonly approvals: readonly Approval[];
};

export type ExpireRedeemer = { readonly kind: "expire" };
export type CancelRedeemer = {
  readonly kind: "cancel";
  readonly settings: Settings;
  readonly approvals: readonly Approval[];
};
export type DepositRedeemer = {
  readonly kind: "deposit";
  readonly settings: Settings;
  /** Empty when the operator signs the transaction. */
  readonly approvals: readonly Approval[];
};

export type UpdateSettingsRedeemer = {
  readonly kind: "updateSettings";
  readonly settings: Settings;
  readonly change: Change;
  readonly approvals: readonly Approval[];
};
export type WithdrawRedeemer = {
  readonly kind: "withdraw";
  readonly settings: Settings;
  readonly amount: Amount;
  readonly approvals: readonly Approval[];
};
export type CloseRedeemer = {
  readonly kind: "close";
  readonly settings: Settings;
  readonly approvals: readonly Approval[];
};

/** What the governor judges; the pool's own redeemer is then only `Govern`. */
export type PoolAct =
  | CommitRedeemer
  | ResumeRedeemer
  | CancelRedeemer
  | DepositRedeemer
  | UpdateSettingsRedeemer
  | WithdrawRedeemer
  | CloseRedeemer;

/** Everything that can be done with a pool once it is there. */
export type PoolRedeemer = PayRedeemer | ExpireRedeemer | PoolAct;

export function isAct(redeemer: PoolRedeemer): redeemer is PoolAct {
  return redeemer.kind !== "pay" && redeemer.kind !== "expire";
}

/** The act that makes a pool. */
export type InitAct = {
  readonly kind: "init";
  readonly settings: Settings;
  readonly oracleConsent: Envelope;
  /** One for each approver, in the order of Settings.approvers. */
  readonly approverConsents: readonly Envelope[];
};

/** The one thing that an UpdateSettings changes. `consent` is a signature of the new key over the same text. */
export type Change =
  | {
      readonly kind: "addApprover";
      readonly key: Hex;
      readonly threshold: number;
      readonly consent: Envelope;
    }
  | { readonly kind: "dropApprover"; readonly key: Hex; readonly threshold: number }
  | { readonly kind: "setThreshold"; readonly threshold: number }
  | { readonly kind: "setOracle"; readonly key: Hex; readonly consent: Envelope }
  /** Key hash; the new operator signs the transaction. */
  | { readonly kind: "setOperator"; readonly operator: Hex }
  | { readonly kind: "setMaxFee"; readonly maxFeeLovelace: Lovelace }
  | { readonly kind: "setDailyLimit"; readonly limit: Amount }
  | { readonly kind: "setMinGap"; readonly minGapMs: number }
  | { readonly kind: "setWindow"; readonly minWindowMs: number; readonly maxWindowMs: number }
  | { readonly kind: "setReserve"; readonly reserveLovelace: Lovelace }
  | { readonly kind: "setMinDeposit"; readonly minDeposit: Amount };
