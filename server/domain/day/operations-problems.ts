import type { Settings } from "../contract/types";
import type { FieldProblem } from "../fields";
import type { Operations } from "./operations";
import { findSigningTimeProblem } from "./signing-time";
import { findDepthProblems } from "./snapshot-depth";

/** Why operations of the right form cannot work with a pool. */
export function findOperationsProblems(
  operations: Operations,
  settings: Pick<Settings, "network" | "minWindowMs" | "maxWindowMs">,
): FieldProblem[] {
  const signing = findSigningTimeProblem(settings, operations);
  return [
    ...findDepthProblems(operations, settings.network),
    ...(signing
      ? [{ field: "transactionLifetimeMs", problem: `does not fit the contract, whose maxWindowMs ${signing}` }]
      : []),
  ];
}
