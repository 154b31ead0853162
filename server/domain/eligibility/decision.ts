import type { Participation, PlayEvidence } from "../participation/tally";
import type { SnapshotBlock } from "../rewards/snapshot";
import type { Rules } from "../rules/rules";
import type { Identity } from "../units";

/** Why someone is eligible or not: one code, for the first rule that failed in the order of `checks`. */
export const DECISION_CODES = [
  "eligible",
  "never-played",
  "played-outside-window",
  "too-few-plays",
  "holds-none",
  "holds-too-little",
  "held-too-short",
  "excluded",
  "script-held",
  "unpayable-address",
] as const;
export type DecisionCode = (typeof DECISION_CODES)[number];

/** One rule with what it requires and what was observed. Numbers are decimal text, for the page to format. */
export type RuleCheck = {
  readonly rule: "not-excluded" | "has-played" | "played-in-window" | "enough-plays" | "holds" | "holds-enough";
  readonly passed: boolean;
  /** The decision if only this rule failed. */
  readonly failureCode: DecisionCode;
  readonly required: string;
  readonly observed: string;
  /** The block that `observed` was read at. */
  readonly block: SnapshotBlock;
  readonly evidence: readonly PlayEvidence[];
};

export type Decision = {
  readonly identity: Identity;
  readonly code: DecisionCode;
  readonly eligible: boolean;
  /** Tokens that count: at addresses that can be paid and are not excluded. */
  readonly quantity: bigint;
  readonly checks: readonly RuleCheck[];
};

/** What is known about one identity at the snapshot. */
export type EligibilityFacts = {
  readonly identity: Identity;
  readonly participation: Participation | null;
  /** Tokens at its addresses that can be paid and are not excluded. */
  readonly payableQuantity: bigint;
  /** Tokens at its addresses that cannot be paid, such as scripts under its stake key. */
  readonly unpayableQuantity: bigint;
};

/**
 * Decides from the rules and the facts alone. Checks every rule, even after one has failed, so that a player sees
 * everything that is missing.
 */
export function decideEligibility(rules: Rules, facts: EligibilityFacts, block: SnapshotBlock): Decision {
  const checks = [...checkParticipation(rules, facts, block), ...checkHolding(rules, facts, block)];
  const failed = checks.find((check) => !check.passed);
  return {
    identity: facts.identity,
    code: failed?.failureCode ?? "eligible",
    eligible: failed === undefined,
    quantity: facts.payableQuantity,
    checks,
  };
}

function checkParticipation(rules: Rules, facts: EligibilityFacts, block: SnapshotBlock): RuleCheck[] {
  const { participation: played, identity } = facts;
  const { minimumPlays, windowDays } = rules.participation;
  const evidence = played ? [played.first, played.last] : [];
  const excluded = rules.excluded.identities.includes(identity);
  const inWindow = played?.playsInWindow ?? 0;
  return [
    {
      rule: "not-excluded",
      passed: !excluded,
      failureCode: "excluded",
      required: "not on the exclusion list",
      observed: excluded ? "on the list" : "not on the list",
      block,
      evidence: [],
    },
    {
      rule: "has-played",
      passed: played !== null && played.plays > 0,
      failureCode: "never-played",
      required: "1",
      observed: String(played?.plays ?? 0),
      block,
      evidence,
    },
    {
      rule: "played-in-window",
      passed: inWindow > 0,
      failureCode: "played-outside-window",
      required: windowDays === null ? "1 at any time" : `1 in the last ${windowDays} days`,
      observed: String(inWindow),
      block,
      evidence,
    },
    {
      rule: "enough-plays",
      passed: inWindow >= minimumPlays,
      failureCode: "too-few-plays",
      required: String(minimumPlays),
      observed: String(inWindow),
      block,
      evidence,
    },
  ];
}

function checkHolding(rules: Rules, facts: EligibilityFacts, block: SnapshotBlock): RuleCheck[] {
  const { payableQuantity, unpayableQuantity } = facts;
  const { minimumQuantity } = rules.holding;
  return [
    {
      rule: "holds",
      passed: payableQuantity > 0n,
      failureCode: unpayableQuantity > 0n ? "script-held" : "holds-none",
      required: "1",
      observed:
        unpayableQuantity > 0n
          ? `${payableQuantity}, and ${unpayableQuantity} at addresses that do not count`
          : String(payableQuantity),
      block,
      evidence: [],
    },
    {
      rule: "holds-enough",
      passed: payableQuantity >= minimumQuantity,
      failureCode: "holds-too-little",
      required: String(minimumQuantity),
      observed: String(payableQuantity),
      block,
      evidence: [],
    },
  ];
}
