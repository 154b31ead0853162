import { formatAda, groupDigits } from "@/components/ui/format";
import type { RuleCheck } from "@/server/domain/eligibility/decision";
import { type Assessed, plays, tokens } from "./verdict";

export type RuleWords = {
  readonly rule: RuleCheck["rule"];
  readonly passed: boolean;
  readonly name: string;
  readonly required: string;
  readonly seen: string;
  /** What is missing and how to get it; null where the rule is met or nothing can be done. */
  readonly remedy: string | null;
};

/**
 * The rules in words. Rules that say the same twice are left out: a window that is for ever, one play, one token;
 * and where nothing was played at all, that is said once.
 */
export function sayRules(view: Assessed): RuleWords[] {
  const { terms, decision } = view;
  const redundant = new Set<RuleCheck["rule"]>();
  if (terms.windowDays === null || view.plays === 0) redundant.add("played-in-window");
  if (terms.minimumPlays <= 1 || view.plays === 0) redundant.add("enough-plays");
  redundant.add(terms.minimumQuantity <= 1n ? "holds-enough" : "holds");
  return decision.checks
    .filter(({ rule }) => !redundant.has(rule))
    .map((check) => ({ rule: check.rule, passed: check.passed, ...sayRule(check, view) }))
    .sort((a, b) => Number(a.passed) - Number(b.passed));
}

type Words = Pick<RuleWords, "name" | "required" | "seen" | "remedy">;

function sayRule(check: RuleCheck, view: Assessed): Words {
  const { terms, decision } = view;
  const unless = (remedy: string) => (check.passed ? null : remedy);
  const least = formatAda(terms.minimumLovelace);
  const playNow = `Play the game from this wallet: a payment of at least ${least} to the game's address counts as a play.`;
  const window = `in the last ${terms.windowDays} days`;
  switch (check.rule) {
    case "not-excluded":
      return {
        name: "Not excluded",
        required: "Not on the list of excluded addresses",
        seen: check.passed ? "Not on it" : "On it",
        remedy: unless("The list is part of the rules, in every day's report. Ask the game's team."),
      };
    case "has-played":
      return {
        name: "Played",
        required: "At least once",
        seen: view.plays === 0 ? "Never" : `Played ${plays(view.plays)}`,
        remedy: unless(playNow),
      };
    case "played-in-window":
      return {
        name: "Played lately",
        required: `At least once ${window}`,
        seen: check.passed ? `Played ${plays(Number(check.observed))} ${window}` : `Not ${window}`,
        remedy: unless(playNow),
      };
    case "enough-plays": {
      const missing = terms.minimumPlays - Number(check.observed);
      return {
        name: "Played often enough",
        required: `At least ${groupDigits(terms.minimumPlays)} times`,
        seen: check.observed === "0" ? "Not at all" : `Played ${plays(Number(check.observed))}`,
        remedy: unless(`Play ${plays(missing)} more. ${playNow}`),
      };
    }
    case "holds":
    case "holds-enough": {
      const missing = terms.minimumQuantity - decision.quantity;
      const elsewhere = view.held.some((row) => row.unresolved !== null);
      const move = "Move the tokens to an ordinary address of your own wallet; those marked below do not count.";
      return {
        name: "Holds tokens",
        required: `At least ${tokens(terms.minimumQuantity, terms.prizeAsset)}`,
        seen: decision.quantity === 0n ? "None that count" : tokens(decision.quantity, terms.prizeAsset),
        remedy: unless(
          elsewhere ? move : `Hold ${tokens(missing, terms.prizeAsset)} more in this wallet when the day ends.`,
        ),
      };
    }
  }
}
