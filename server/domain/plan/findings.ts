import { toCanonicalJson } from "../canonical";
import type { Difference } from "../second-calculation/compare";
import type { DecimalText, Height, Identity } from "../units";

/*
 * What the checks of a day found. It is stored as JSON, so amounts are decimal text. Sentences are made where
 * people read them: server/words.
 */

/**
 * `transactions`: those above `sinceHeight`, the block of a checkpoint; all there are if it is null. `differences`
 * holds the first of them; `impossible`: the transactions that we hold are not a whole history.
 */
export type SecondCalculation = Readonly<
  | { kind: "agrees"; transactions: number; lines: number; sinceHeight: Height | null }
  | { kind: "differs"; places: number; differences: readonly Difference[] }
  | { kind: "impossible"; problem: string }
>;

export type HistoryFinding = Readonly<
  { kind: "compared"; days: number } | { kind: "too-little"; days: number; needed: number }
>;

/** `usual`: up to where nothing is an anomaly, in basis points. `days`: how many were compared with. */
export type Anomaly = Readonly<
  { usual: number } & (
    | { rule: "total"; totalLovelace: DecimalText; medianLovelace: DecimalText; days: number }
    | { rule: "new-recipients"; fresh: number; recipients: number; days: number }
    | { rule: "concentration"; identity: Identity; lovelace: DecimalText; totalLovelace: DecimalText }
    | {
        rule: "recipient-jump";
        identity: Identity;
        days: number;
        lovelace: DecimalText;
        highestLovelace: DecimalText;
      }
    | { rule: "holders-jump" | "participants-jump"; before: number; now: number }
  )
>;

/** One check of a plan: what it required and what it saw. */
export type PlanFinding = Readonly<
  { passed: boolean } & (
    | {
        check: "daily-limit";
        limitOf: "rules" | "contract";
        plannedLovelace: DecimalText;
        limitLovelace: DecimalText;
      }
    | { check: "hourly-limit"; largestLovelace: DecimalText; limitLovelace: DecimalText | null }
    | { check: "recipient-cap"; capLovelace: DecimalText | null; over: number; first: Award | null }
    | { check: "recipients-are-owed"; wrong: number; first: string | null }
    /** How many fees the plan may cost: what the lines pay bounds it. */
    | { check: "batch-count"; batches: number; mostBatches: number; mostFeesLovelace: DecimalText }
    | { check: "pool-covers-plan"; heldLovelace: DecimalText; neededLovelace: DecimalText }
    | {
        check: "fee-sanity";
        batches: number;
        simulated: number;
        highestLovelace: DecimalText;
        mostLovelace: DecimalText;
      }
  )
>;
/** Whether there was a rule to check: a cap or a limit that is not set is neither kept nor broken. */
export function isRuleSet(finding: PlanFinding): boolean {
  switch (finding.check) {
    case "hourly-limit":
      return finding.limitLovelace !== null;
    case "recipient-cap":
      return finding.capLovelace !== null;
    default:
      return true;
  }
}

type Award = { readonly identity: Identity; readonly lovelace: DecimalText };

export type DayFindings = {
  readonly secondCalculation: SecondCalculation;
  readonly history: HistoryFinding;
  readonly anomalies: readonly Anomaly[];
};

/** Everything stored about a day's checks so far. */
export type StoredFindings = Partial<DayFindings> & {
  readonly plan?: readonly PlanFinding[];
  /** What differs much from the days before, and does not stop the day. */
  readonly deviations?: readonly Anomaly[];
  /** Anomalies that two people released the day with. */
  readonly accepted?: readonly Anomaly[];
};

/** The anomalies that nobody has accepted. One whose figures have changed since is another one. */
export function openAnomalies({ anomalies = [], accepted = [] }: StoredFindings): readonly Anomaly[] {
  const known = new Set(accepted.map((anomaly) => toCanonicalJson(anomaly)));
  return anomalies.filter((anomaly) => !known.has(toCanonicalJson(anomaly)));
}
