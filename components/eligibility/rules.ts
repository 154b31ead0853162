import { eligibilityTexts } from "@/components/messages/eligibility";
import type { RuleCheck } from "@/server/domain/eligibility/decision";
import { sayTokens } from "./token-name";
import type { Assessed } from "./verdict";

const texts = eligibilityTexts.rules;

export type RuleWords = {
  readonly rule: RuleCheck["rule"];
  readonly passed: boolean;
  readonly name: string;
  readonly required: string;
  readonly seen: string;
  /** What is missing and how to get it; null if the rule is met or nothing can be done. */
  readonly remedy: string | null;
};

/**
 * The rules in words, unmet ones first. Redundant ones are left out: a window without an end, a minimum of one play or
 * one token, and further rules about plays if there are none.
 */
export function sayRules(view: Assessed): RuleWords[] {
  const { terms, decision } = view;
  const redundant = new Set<RuleCheck["rule"]>();
  if (terms.windowDays === null || view.plays === 0) redundant.add("played-in-window");
  if (terms.minimumPlays <= 1 || view.plays === 0) redundant.add("enough-plays");
  redundant.add(terms.minimumQuantity <= 1n ? "holds-enough" : "holds");
  return decision.checks
    .filter(({ rule }) => !redundant.has(rule))
    .map((check) => {
      const { rule, passed } = check;
      const words = sayRule(check, view);
      return { rule, passed, ...words, remedy: passed ? null : words.remedy };
    })
    .sort((a, b) => Number(a.passed) - Number(b.passed));
}

type Words = Record<"name" | "required" | "seen" | "remedy", string>;

function sayRule({ rule, passed, observed }: RuleCheck, view: Assessed): Words {
  const { minimumLovelace, minimumPlays, minimumQuantity, windowDays, prizeAsset } = view.terms;
  const { quantity } = view.decision;
  switch (rule) {
    case "not-excluded":
      return texts.notExcluded(passed);
    case "has-played":
      return texts.played(view.plays, minimumLovelace);
    case "played-in-window":
      return texts.playedInWindow(Number(observed), windowDays, minimumLovelace);
    case "enough-plays":
      return texts.enoughPlays(Number(observed), minimumPlays, minimumLovelace);
    case "holds":
    case "holds-enough": {
      const elsewhere = view.held.some((row) => row.unresolved !== null);
      return texts.holds(
        sayTokens(minimumQuantity, prizeAsset),
        quantity === 0n ? null : sayTokens(quantity, prizeAsset),
        elsewhere ? null : sayTokens(minimumQuantity - quantity, prizeAsset),
      );
    }
  }
}
