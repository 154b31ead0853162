import type { FieldProblem } from "../domain/fields";
import type { RulesMistake } from "../domain/rules/mistakes";
import { formatAda, groupDigits } from "./format";

/** What is wrong with a field of the rules, and what would be right. */
export function sayRulesMistake(mistake: RulesMistake): FieldProblem {
  return { field: mistake.field, problem: problemOf(mistake) };
}

function problemOf(mistake: RulesMistake): string {
  switch (mistake.kind) {
    case "other-network":
      return "belongs to another network than the pool";
    case "unknown-asset":
      return "is unknown to the chain: give the policy id (56 hexadecimal digits), then the asset name in hexadecimal";
    case "nobody-holds-enough":
      return `is more than all ${groupDigits(mistake.supply)} tokens that there are: nobody could qualify`;
    case "below-minimum":
      return `is ${formatAda(mistake.lovelace)}; the ledger takes no output below ${formatAda(mistake.leastLovelace)}, so nobody could be paid`;
    case "pot-over-limit": {
      const whose = mistake.limit === "rules" ? "the rules' own limit for a day" : "the contract's limit for a day";
      return `is ${formatAda(mistake.lovelace)}, over ${whose}, ${formatAda(mistake.limitLovelace)}`;
    }
    case "pot-too-slow":
      return `lets ${formatAda(mistake.perDayLovelace)} be paid in one day's length, less than the pot of ${formatAda(mistake.potLovelace)}: payouts would fall behind`;
  }
}
