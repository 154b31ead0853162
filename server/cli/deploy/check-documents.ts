import { type Operations, parseOperations } from "@/server/domain/day/operations";
import { findSigningTimeProblem } from "@/server/domain/day/signing-time";
import type { FieldProblem } from "@/server/domain/fields";
import { parseRules, type Rules } from "@/server/domain/rules/rules";
import { usageError } from "../command";
import type { DeployConfig } from "./config";

type Documents = Pick<DeployConfig, "rules" | "operations" | "minWindowMs" | "maxWindowMs">;

/** Reads rules and operations, and checks the contract's window against the operations, before money moves. */
export function readDocuments({ rules, operations, ...window }: Documents): {
  readonly rules: Rules;
  readonly operations: Operations;
} {
  const [parsed, working] = [parseRules(rules), parseOperations(operations)];
  const signing = working.ok ? findSigningTimeProblem(window, working.operations) : null;
  const problems = [
    ...list("rules", parsed),
    ...list("operations", working),
    ...(signing === null ? [] : [`maxWindowMs ${signing}`]),
  ];
  if (!parsed.ok || !working.ok || problems.length > 0)
    throw usageError(`The file has errors:\n${problems.map((problem) => `  ${problem}`).join("\n")}`);
  return { rules: parsed.rules, operations: working.operations };
}

function list(name: string, parsed: { ok: boolean; problems?: readonly FieldProblem[] }): string[] {
  return (parsed.problems ?? []).map(({ field, problem }) => `${name}.${field} ${problem}`);
}
