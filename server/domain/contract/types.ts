import type { Credential } from "../cardano/address";
import type { DayIndex, Hex, Lovelace, PosixMs } from "../units";

/*
 * The contract's types, field for field those of contracts/lib/pool.ak. Encodings: datum.ts, settings.ts,
 * redeemer.ts.
 */

/** What a pool holds, owes or pays. `tokens` are units of the prize asset, 0n where there is none. */
export type Amount = { readonly lovelace: Lovelace; readonly tokens: bigint };

export type PoolStatus =
  | {
      readonly kind: "idle";
      /** Commitment of what the last plan left unpaid; empty when all was paid. */
      readonly left: Hex;
      readonly remaining: Amount;
      readonly outputs: number;
    }
  | {
      readonly kind: "paying";
      readonly commitment: Hex;
      readonly remaining: Amount;
      readonly outputs: number;
      readonly deadlineMs: PosixMs;
    };

export type PoolDatum = {
  readonly settingsHash: Hex;
  /** Key hash, 28 bytes. */
  readonly operator: Hex;
  readonly maxFeeLovelace: Lovelace;
  readonly nonce: number;
  /** Digest of the last committed plan, zero bytes at the start. */
  readonly plan: Hex;
  readonly lastDay: DayIndex;
  readonly lastPayoutMs: PosixMs;
  readonly status: PoolStatus;
};

export type PrizeAsset = {
  /** 28 bytes. */
  readonly policyId: Hex;
  readonly assetName: Hex;
  /** What approval texts call it: 1 to 10 letters and digits. */
  readonly label: string;
};

export type Settings = {
  /** What approval texts call the network: networkLabel(magic). */
  readonly network: string;
  readonly intervalMs: number;
  readonly prizeAsset: PrizeAsset | null;
  readonly treasury: Credential;
  /** Ed25519 public keys, 32 bytes. */
  readonly oracle: Hex;
  readonly approvers: readonly Hex[];
  readonly threshold: number;
  readonly dailyLimit: Amount;
  readonly minGapMs: number;
  readonly minWindowMs: number;
  readonly maxWindowMs: number;
  readonly reserveLovelace: Lovelace;
  readonly minDeposit: Amount;
};

/** A signature over an approval text: bare, or as CIP-8 wallets make it, with the header they signed. */
export type Envelope =
  | { readonly kind: "raw"; readonly signature: Hex }
  | { readonly kind: "cip8"; readonly protectedHeader: Hex; readonly signature: Hex };

/** `index` is the place of the approver's key in Settings.approvers. */
export type Approval = { readonly index: number; readonly envelope: Envelope };

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

/** One output of a batch. Who may be paid: who-may-be-paid.ts. */
export type Payout = { readonly address: string; readonly lovelace: Lovelace; readonly tokens: bigint };

export const NO_AMOUNT: Amount = { lovelace: 0n, tokens: 0n };
/** `plan` of a pool that never committed one. */
export const NO_PLAN: Hex = "00".repeat(32);

export function addAmounts(a: Amount, b: Amount): Amount {
  return { lovelace: a.lovelace + b.lovelace, tokens: a.tokens + b.tokens };
}

export function subtractAmounts(a: Amount, b: Amount): Amount {
  return { lovelace: a.lovelace - b.lovelace, tokens: a.tokens - b.tokens };
}
