import type { Database, Transaction } from "@/db/client";
import * as schema from "@/db/schema";
import { withTransaction } from "@/db/transaction";
import { toCanonicalJson } from "@/server/domain/canonical";
import { encodeSettings } from "@/server/domain/contract/settings";
import { parseOperations } from "@/server/domain/day/operations";
import { findDepthProblem } from "@/server/domain/day/snapshot-depth";
import { hashRules, parseRules, rulesToJson } from "@/server/domain/rules/rules";
import { type Actor, appendAudit } from "../audit/append-audit";
import { ServiceError } from "../errors";
import type { Deployment } from "./deployment";

export type Installation = {
  readonly deployment: Deployment;
  /** A rules document, in force from the first day. */
  readonly rules: unknown;
  readonly operations: unknown;
};

/**
 * Records the pool that this installation pays from, with its first rules and operations: all or nothing. A database
 * holds one pool; a second is refused. Throws ServiceError that names every wrong field of the documents.
 */
export async function recordInstallation(
  db: Database,
  { deployment, rules, operations }: Installation,
  actor: Actor,
): Promise<void> {
  await withTransaction(db, async (tx) => {
    await insertPool(tx, deployment, actor);
    await insertRules(tx, rules, 0, actor);
    await insertOperations(tx, operations, deployment.settings.network, actor);
  });
}

/** Puts a rules document in force from a day on. Throws ServiceError that names every wrong field. */
export async function addRules(db: Database, document: unknown, fromDay: number, actor: Actor): Promise<void> {
  await withTransaction(db, (tx) => insertRules(tx, document, fromDay, actor));
}

async function insertPool(tx: Transaction, deployment: Deployment, actor: Actor): Promise<void> {
  const { script, settings, referenceScripts, deployTxHash, start } = deployment;
  const [other] = await tx.select({ policyId: schema.pool.policyId }).from(schema.pool);
  if (other) throw new ServiceError("conflict", `this database already belongs to pool ${other.policyId}`);
  await tx.insert(schema.pool).values({
    policyId: script.policyId,
    seedTxHash: script.seed.txHash,
    seedOutputIndex: script.seed.index,
    address: script.address,
    referenceScriptTxHash: referenceScripts.pool.ref.txHash,
    referenceScriptIndex: referenceScripts.pool.ref.index,
    governorScriptIndex: referenceScripts.governor.ref.index,
    settings: encodeSettings(settings),
    deployTxHash,
    startHash: start.hash,
    startHeight: start.height,
  });
  await appendAudit(tx, {
    actor,
    action: "pool.deploy",
    subject: `pool:${script.policyId}`,
    details: { deployTxHash, address: script.address },
    atMs: Date.now(),
  });
}

async function insertRules(tx: Transaction, document: unknown, fromDay: number, actor: Actor): Promise<void> {
  const parsed = parseRules(document);
  if (!parsed.ok) throw new ServiceError("bad-input", `the rules are wrong: ${inWords(parsed.problems)}`);
  const { rules } = parsed;
  const hash = hashRules(rules);
  await tx
    .insert(schema.rulesVersion)
    .values({ hash, document: JSON.parse(rulesToJson(rules)), fromDay, author: actor });
  await appendAudit(tx, {
    actor,
    action: "rules.add",
    subject: `rules:${hash}`,
    details: { fromDay },
    atMs: Date.now(),
  });
}

async function insertOperations(tx: Transaction, document: unknown, network: string, actor: Actor): Promise<void> {
  const parsed = parseOperations(document);
  if (!parsed.ok) throw new ServiceError("bad-input", `the operations are wrong: ${inWords(parsed.problems)}`);
  const problem = findDepthProblem(parsed.operations, network);
  if (problem) throw new ServiceError("bad-input", `the operations are wrong: ${problem}`);
  const text = toCanonicalJson(parsed.operations);
  await tx.insert(schema.operationsVersion).values({ document: JSON.parse(text), author: actor });
  await appendAudit(tx, {
    actor,
    action: "operations.change",
    subject: "operations",
    details: JSON.parse(text),
    atMs: Date.now(),
  });
}

function inWords(problems: readonly { field: string; problem: string }[]): string {
  return problems.map(({ field, problem }) => `${field} ${problem}`.trim()).join("; ");
}
