import type { Lovelace } from "../units";

/** Shares and factors in basis points (10,000 = 1), so that no fraction is ever rounded. */
export type AnomalyThresholds = {
  /** Fewer days than this say nothing. */
  readonly minimumDays: number;
  /** How many of the latest days are looked at. */
  readonly trailingDays: number;
  /** Today's total against the trailing days' median. */
  readonly totalFactor: number;
  /** Of today's recipients, those whom none of the trailing days paid. */
  readonly newRecipientShare: number;
  /** Of today's total, what the largest recipient gets. */
  readonly largestShare: number;
  /** A recipient's amount against their highest of the trailing days. */
  readonly recipientFactor: number;
  /** Jumps of amounts under this are nothing to wake anybody for. */
  readonly recipientFloorLovelace: Lovelace;
  /** Holders and participants against the day before, up or down. */
  readonly countFactor: number;
};

export const DEFAULT_ANOMALY_THRESHOLDS: AnomalyThresholds = {
  minimumDays: 7,
  trailingDays: 28,
  totalFactor: 20_000,
  newRecipientShare: 3_000,
  largestShare: 3_000,
  recipientFactor: 50_000,
  recipientFloorLovelace: 50_000_000n,
  countFactor: 15_000,
};
