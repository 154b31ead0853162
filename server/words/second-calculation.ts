import type { SecondCalculation } from "../domain/plan/findings";
import type { Difference } from "../domain/second-calculation/compare";

export function saySecondCalculation(second: SecondCalculation): string {
  switch (second.kind) {
    case "agrees": {
      const since = second.sinceHeight === null ? "" : ` since block ${second.sinceHeight}`;
      return `A second calculation from ${second.transactions} raw transactions${since} agrees in all ${second.lines} lines.`;
    }
    case "differs":
      return `A second calculation differs in ${second.places} ${second.places === 1 ? "place" : "places"}.`;
    case "impossible":
      return `The second calculation cannot be made: ${second.problem}.`;
  }
}

export function sayDifference({ key, field, first, second }: Difference): string {
  return `${key}, ${field}: ${first ?? "nothing"} vs. ${second ?? "nothing"}`;
}
