import type { DecisionCode } from "../eligibility/decision";
import type { UnresolvedHolding } from "../eligibility/holders";
import type { Identity, Lovelace } from "../units";

export const LINE_REASONS = [
  "payable",
  "below-minimum",
  "nothing-earned",
  "excluded",
  "unpayable-address",
  "reserved-address",
  "over-limit",
  "day-closed",
] as const;

/**
 * - `payable`: opening + earned is enough for an output, so the plan pays it. Only the chain says what was paid.
 * - `below-minimum`: it is not enough, and is carried.
 * - `nothing-earned`: eligible, but the share rounds to nothing, and nothing was carried.
 * - `excluded`, `unpayable-address`: earns nothing any more; what was carried stays owed and is held back until the
 *   rules allow it again.
 * - `reserved-address`: a key or script of the system's own can spend from there or owns it. Anybody can send tokens to
 *   it and play in its name, so it is held back; refusing the whole day would let strangers stop it.
 * - `over-limit`: more than an hour may pay, or no room was left in the day's limit. It waits for a later day.
 * - `day-closed`: two people closed the day, so it pays nothing.
 */
export type LineReason = (typeof LINE_REASONS)[number];

/** One address's day: opening + earned = payout + carried, and one of the last two is zero. */
export type RewardLine = {
  readonly address: string;
  readonly identity: Identity;
  /** Tokens at this address that count; 0 if it earns nothing today. */
  readonly quantity: bigint;
  readonly openingLovelace: Lovelace;
  readonly earnedLovelace: Lovelace;
  readonly payoutLovelace: Lovelace;
  readonly carriedLovelace: Lovelace;
  readonly reason: LineReason;
};

/** A holder of tokens that would count, who has played or is excluded and gets nothing, with the reason. */
export type RefusedHolder = {
  readonly identity: Identity;
  readonly quantity: bigint;
  readonly code: DecisionCode;
};

export type RewardTotals = {
  readonly potLovelace: Lovelace;
  /** Sum of what the lines earned. pot = awarded + undistributed. */
  readonly awardedLovelace: Lovelace;
  readonly undistributedLovelace: Lovelace;
  readonly openingLovelace: Lovelace;
  readonly payoutLovelace: Lovelace;
  readonly carriedLovelace: Lovelace;
  /** supply = eligible + refused + never played + unresolved quantity. */
  readonly supply: bigint;
  readonly eligibleQuantity: bigint;
  readonly refusedQuantity: bigint;
  readonly neverPlayedQuantity: bigint;
  readonly unresolvedQuantity: bigint;
  readonly eligibleIdentities: number;
  readonly neverPlayedIdentities: number;
  /** Identities that have ever played. */
  readonly participants: number;
  /** Lines with a payout: the plan's outputs. */
  readonly recipients: number;
};

export type RewardCalculation = {
  /** In the order of the addresses' bytes. */
  readonly lines: readonly RewardLine[];
  /** In the order of the identities. */
  readonly refused: readonly RefusedHolder[];
  readonly unresolved: readonly UnresolvedHolding[];
  readonly totals: RewardTotals;
};
