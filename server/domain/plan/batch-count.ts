import { ceilDivide } from "../integers";
import type { Lovelace } from "../units";

/** What a plan pays, and what its batches follow from. */
export type PlanSize = {
  readonly recipients: number;
  readonly totalLovelace: Lovelace;
  /** The most that an hour may pay by the rules, and so one batch. */
  readonly hourlyLovelace: Lovelace | null;
};

/** A tenth of what one transaction has room for: with fewer in each, fees would eat up prizes. */
const FEWEST_IN_BATCH = 24;
/** A small plan may be cut as one likes: a few fees more are no loss. */
const ALWAYS = 20;

/**
 * The most batches that a plan may have. A Commit sets max_fee aside for each (contracts/README.md, "Commit"), which a
 * Pay may cost; no text that people sign names their number. So it is bounded by what the plan pays, apart from what
 * cut it: neighbours that an hour's limit keeps apart pay more than that limit together.
 */
export function mostBatches({ recipients, totalLovelace, hourlyLovelace }: PlanSize): number {
  const byHour = hourlyLovelace === null ? 0n : 2n * ceilDivide(totalLovelace, hourlyLovelace);
  return ALWAYS + Math.ceil(recipients / FEWEST_IN_BATCH) + Number(byHour);
}
