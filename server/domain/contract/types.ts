import type { Credential } from "../cardano/address";
import type { DayIndex, Hex, Lovelace, PosixMs } from "../units";
import type { Amount } from "./amount";

/*
 * The contract's types, field for field those of contracts/lib/pool.ak; what can be done with a pool: acts.ts.
 * Encodings: datum.ts, settings.ts, envelope-codec.ts.
 */

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

/** One output of a batch. Who may be paid: who-may-be-paid.ts. */
export type Payout = { readonly address: string; readonly lovelace: Lovelace; readonly tokens: bigint };
/** `plan` of a pool that never committed one. */
export const NO_PLAN: Hex = "00".repeat(32);
