import type { PlayCount } from "../participation/tally";
import type { BlockHeader } from "../ports";
import type { Rules } from "../rules/rules";
import type { DayIndex, Lovelace } from "../units";
import type { PoolTerms } from "./pool-terms";

/** The block at which everything about a day is read. */
export type SnapshotBlock = Pick<BlockHeader, "hash" | "height" | "slot" | "timeMs">;

/** Prize tokens at one address. Several rows for one address are added up. */
export type Holding = { readonly address: string; readonly quantity: bigint };

/** Holdings and participation at exactly one block. It is refused if the holdings do not sum to the supply. */
export type Snapshot = {
  readonly dayIndex: DayIndex;
  readonly block: SnapshotBlock;
  /** All tokens in existence at the block. */
  readonly supply: bigint;
  readonly holdings: readonly Holding[];
  readonly participation: readonly PlayCount[];
};

/** What earlier days left owed to an address. */
export type OpeningBalance = { readonly address: string; readonly lovelace: Lovelace };

/** All that a day's rewards follow from. */
export type RewardInput = {
  readonly snapshot: Snapshot;
  readonly rules: Rules;
  readonly potLovelace: Lovelace;
  /** What the day before carried, one row an address. */
  readonly opening: readonly OpeningBalance[];
  /**
   * What the pool's last plan left unpaid, one row an address. A day that pays takes it over with its Commit; one that
   * pays nothing leaves it where it is, the debt of that plan.
   */
  readonly open: readonly OpeningBalance[];
  readonly poolTerms: PoolTerms;
  /** Two people have closed the day: what it would pay is carried. */
  readonly isClosed: boolean;
  /** The protocol parameter at the snapshot. */
  readonly coinsPerUtxoByte: bigint;
};
