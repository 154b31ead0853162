import type { Database } from "@/db/client";
import { withTransaction } from "@/db/transaction";
import type { PoolInWords } from "@/server/domain/contract/pool-in-words";
import type { Actor } from "../audit/append-audit";
import { pauseToAdopt } from "../engine-pause/pause-to-adopt";
import { type Installation, insertInstallation } from "../pool/record-pool";

/**
 * Records a pool that exists already, and pauses the engine until two people have read what it is: no step ever sees
 * one without the other. Throws ServiceError that names every wrong field of the documents.
 */
export async function takeOverPool(
  db: Database,
  installation: Installation,
  words: PoolInWords,
  actor: Actor,
): Promise<void> {
  const reason = `The pool ${installation.deployment.script.policyId} is taken over from the chain.`;
  await withTransaction(db, async (tx) => {
    await insertInstallation(tx, installation, actor);
    await pauseToAdopt(tx, { reason, words }, actor);
  });
}
