import type { Transaction } from "@/db/client";
import * as schema from "@/db/schema";
import { toCanonicalJson } from "@/server/domain/canonical";
import { parseOperations } from "@/server/domain/day/operations";
import { findDepthProblems } from "@/server/domain/day/snapshot-depth";
import type { FieldProblem } from "@/server/domain/fields";
import { hashRules, parseRules, rulesToJson } from "@/server/domain/rules/rules";
import { type Actor, appendAudit } from "../audit/append-audit";
import { ServiceError } from "../errors";
import { newestVersion } from "../settings-in-force";

/*
 * Where a version of the rules or operations is written, with its audit row: by a deployment, or when two people agreed
 * (server/services/proposals). Both answer its number, and throw ServiceError that names every wrong field.
 */

export async function putRulesInForce(
  tx: Transaction,
  { document, fromDay }: { readonly document: unknown; readonly fromDay: number },
  actor: Actor,
): Promise<number> {
  const parsed = parseRules(document);
  if (!parsed.ok) throw wrong("rules", parsed.problems);
  const { rules } = parsed;
  const hash = hashRules(rules);
  const { version } = rules;
  await tx
    .insert(schema.rulesVersion)
    .values({ version, hash, document: JSON.parse(rulesToJson(rules)), fromDay, author: actor });
  await appendAudit(tx, {
    actor,
    action: "rules.add",
    subject: `rules:${hash}`,
    details: { fromDay },
    atMs: Date.now(),
  });
  return version;
}

/** `network`: the pool's, by its label. */
export async function putOperationsInForce(
  tx: Transaction,
  document: unknown,
  network: string,
  actor: Actor,
): Promise<number> {
  const parsed = parseOperations(document);
  if (!parsed.ok) throw wrong("operations", parsed.problems);
  const problems = findDepthProblems(parsed.operations, network);
  if (problems.length > 0) throw wrong("operations", problems);
  const text = toCanonicalJson(parsed.operations);
  const version = (await newestVersion(tx, "operations")) + 1;
  await tx.insert(schema.operationsVersion).values({ version, document: JSON.parse(text), author: actor });
  await appendAudit(tx, {
    actor,
    action: "operations.change",
    subject: "operations",
    details: JSON.parse(text),
    atMs: Date.now(),
  });
  return version;
}

function wrong(kind: "rules" | "operations", problems: readonly FieldProblem[]): ServiceError {
  const words = problems.map(({ field, problem }) => `${field} ${problem}`.trim()).join("; ");
  return new ServiceError("bad-input", `the ${kind} are wrong: ${words}`);
}
