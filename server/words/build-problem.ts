import type { BuildProblem } from "../domain/plan/build-problem";
import { formatAda } from "./format";

/** Completes "It cannot be built: ...", without a full stop. */
export function sayBuildProblem(problem: BuildProblem): string {
  switch (problem.kind) {
    case "fee-too-high":
      return `its fee would be ${formatAda(problem.feeLovelace)}, more than the ${formatAda(problem.mostLovelace)} that the pool allows`;
    case "below-minimum":
      return `${problem.address} is to get ${formatAda(problem.lovelace)}, and the ledger takes no less than ${formatAda(problem.minimumLovelace)} now`;
    case "too-large":
      return `it would have ${problem.bytes} bytes, and the ledger takes no more than ${problem.mostBytes} now`;
    case "too-much-work":
      return `its scripts need ${problem.memory} memory and ${problem.steps} steps, and the ledger allows ${problem.mostMemory} and ${problem.mostSteps} now`;
    case "refused":
      return problem.text;
  }
}
