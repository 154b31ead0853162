import { sql } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import * as schema from "@/db/schema";
import { withTransaction } from "@/db/transaction";
import type { ReferenceScripts } from "@/server/chain/pool/spend-terms";
import { encodeSettings } from "@/server/domain/contract/settings";
import { type Actor, appendAudit } from "../audit/append-audit";
import { ServiceError } from "../errors";
import type { Deployment } from "./deployment";
import { recordEarlier } from "./own-transactions";
import { putOperationsInForce, putRulesInForce } from "./put-in-force";

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
export function recordInstallation(db: Database, installation: Installation, actor: Actor): Promise<void> {
  return withTransaction(db, (tx) => insertInstallation(tx, installation, actor));
}

/** The same in the caller's transaction. */
export async function insertInstallation(
  tx: Transaction,
  { deployment, rules, operations }: Installation,
  actor: Actor,
): Promise<void> {
  await insertPool(tx, deployment, actor);
  await putRulesInForce(tx, { document: rules, fromDay: 0 }, actor);
  await putOperationsInForce(tx, operations, deployment.settings.network, actor);
}

async function insertPool(tx: Transaction, deployment: Deployment, actor: Actor): Promise<void> {
  const { script, settings, referenceScripts, deployTxHash, start, earlier = [] } = deployment;
  // Of two at once the second sees the first's.
  await tx.execute(sql`lock table ${schema.pool} in share row exclusive mode`);
  const [other] = await tx.select({ policyId: schema.pool.policyId }).from(schema.pool);
  if (other) throw new ServiceError("conflict", `this database already belongs to pool ${other.policyId}`);
  await tx.insert(schema.pool).values({
    policyId: script.policyId,
    seedTxHash: script.seed.txHash,
    seedOutputIndex: script.seed.index,
    address: script.address,
    ...referenceColumns(referenceScripts),
    settings: encodeSettings(settings),
    deployTxHash,
    startHash: start.hash,
    startHeight: start.height,
  });
  await recordEarlier(tx, earlier, actor);
  await appendAudit(tx, {
    actor,
    action: "pool.deploy",
    subject: `pool:${script.policyId}`,
    details: { deployTxHash, address: script.address, earlierTransactions: earlier.length },
    atMs: Date.now(),
  });
}

/** How the row names the two outputs, each by its own ref. */
export function referenceColumns({ pool, governor }: ReferenceScripts) {
  return {
    poolScriptTxHash: pool.ref.txHash,
    poolScriptIndex: pool.ref.index,
    governorScriptTxHash: governor.ref.txHash,
    governorScriptIndex: governor.ref.index,
  };
}
