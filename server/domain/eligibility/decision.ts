import type { Participation, PlayCount, PlayEvidence } from "../participation/tally";
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

/** What is known about one identity at the snapshot, with the evidence of its plays where a player is shown it. */
export type EligibilityFacts<Plays extends PlayCount = Participation> = {
  readonly identity: Identity;
  readonly participation: Plays | null;
  /** Tokens at its addresses that can be paid and are not excluded. */
  readonly payableQuantity: bigint;
  /** Tokens at its addresses that cannot be paid, such as scripts under its stake key. */
  readonly unpayableQuantity: bigint;
};

/** One rule: what it requires, and what there is. Numbers are decimal text. */
type Rule = {
  readonly rule: RuleCheck["rule"];
  readonly passes: (rules: Rules, facts: EligibilityFacts<PlayCount>) => boolean;
  readonly failureCode: (facts: EligibilityFacts<PlayCount>) => DecisionCode;
  readonly required: (rules: Rules) => string;
  readonly observed: (facts: EligibilityFacts<PlayCount>, passed: boolean) => string;
  /** Whether the identity's plays show it. */
  readonly isShownByPlays: boolean;
};

const playsInWindow = ({ participation }: EligibilityFacts<PlayCount>) => participation?.playsInWindow ?? 0;

/** In this order: the first that fails decides. */
const RULES: readonly Rule[] = [
  {
    rule: "not-excluded",
    passes: ({ excluded }, { identity }) => !excluded.identities.includes(identity),
    failureCode: () => "excluded",
    required: () => "not on the exclusion list",
    observed: (_, passed) => (passed ? "not on the list" : "on the list"),
    isShownByPlays: false,
  },
  {
    rule: "has-played",
    passes: (_, { participation }) => participation !== null && participation.plays > 0,
    failureCode: () => "never-played",
    required: () => "1",
    observed: ({ participation }) => String(participation?.plays ?? 0),
    isShownByPlays: true,
  },
  {
    rule: "played-in-window",
    passes: (_, facts) => playsInWindow(facts) > 0,
    failureCode: () => "played-outside-window",
    required: ({ participation: { windowDays } }) =>
      windowDays === null ? "1 at any time" : `1 in the last ${windowDays} days`,
    observed: (facts) => String(playsInWindow(facts)),
    isShownByPlays: true,
  },
  {
    rule: "enough-plays",
    passes: ({ participation }, facts) => playsInWindow(facts) >= participation.minimumPlays,
    failureCode: () => "too-few-plays",
    required: ({ participation }) => String(participation.minimumPlays),
    observed: (facts) => String(playsInWindow(facts)),
    isShownByPlays: true,
  },
  {
    rule: "holds",
    passes: (_, { payableQuantity }) => payableQuantity > 0n,
    failureCode: ({ unpayableQuantity }) => (unpayableQuantity > 0n ? "script-held" : "holds-none"),
    required: () => "1",
    observed: ({ payableQuantity, unpayableQuantity }) =>
      unpayableQuantity > 0n
        ? `${payableQuantity}, and ${unpayableQuantity} at addresses that do not count`
        : String(payableQuantity),
    isShownByPlays: false,
  },
  {
    rule: "holds-enough",
    passes: ({ holding }, { payableQuantity }) => payableQuantity >= holding.minimumQuantity,
    failureCode: () => "holds-too-little",
    required: ({ holding }) => String(holding.minimumQuantity),
    observed: ({ payableQuantity }) => String(payableQuantity),
    isShownByPlays: false,
  },
];

/** The decision alone, for a day that decides about everybody. */
export function decisionCodeOf(rules: Rules, facts: EligibilityFacts<PlayCount>): DecisionCode {
  for (const { passes, failureCode } of RULES) if (!passes(rules, facts)) return failureCode(facts);
  return "eligible";
}

/**
 * Decides from the rules and the facts alone. Checks every rule, even after one has failed, so that a player sees
 * everything that is missing.
 */
export function decideEligibility(rules: Rules, facts: EligibilityFacts, block: SnapshotBlock): Decision {
  const { identity, participation: played } = facts;
  const plays = played ? [played.first, played.last] : [];
  const code = decisionCodeOf(rules, facts);
  const checks = RULES.map(({ rule, passes, failureCode, required, observed, isShownByPlays }): RuleCheck => {
    const passed = passes(rules, facts);
    return {
      rule,
      passed,
      failureCode: failureCode(facts),
      required: required(rules),
      observed: observed(facts, passed),
      block,
      evidence: isShownByPlays ? plays : [],
    };
  });
  return { identity, code, eligible: code === "eligible", quantity: facts.payableQuantity, checks };
}
