import type { ChainSource } from "@/server/domain/ports";
import type { Hex } from "@/server/domain/units";
import { ServiceError } from "../errors";
import type { Deployment } from "./deploy-pool";
import { findPool } from "./find-pool";

/**
 * The deployment of a pool that the chain has and no database knows: one whose command was stopped before it was
 * recorded, or whose database is lost. Throws ServiceError in words where there is none, or it is closed.
 */
export async function findDeployment(source: ChainSource, policyId: Hex): Promise<Deployment> {
  const { script, referenceScripts, firstSettings, pool, transactions } = await findPool(source, policyId);
  if (!pool)
    throw new ServiceError("conflict", `the pool ${policyId} is closed: nothing is paid from it any more`);
  const [deployTxHash] = transactions;
  const made = deployTxHash ? await source.transaction(deployTxHash) : null;
  if (!deployTxHash || !made)
    throw new ServiceError(
      "unavailable",
      `the chain source does not answer for the transaction that made ${policyId}`,
    );
  const { securityParam } = await source.genesis();
  const start = await source.block(Math.max(0, made.block.height - securityParam));
  if (!start)
    throw new ServiceError("unavailable", "the chain source does not answer for the blocks before the pool");
  return { script, settings: firstSettings, referenceScripts, deployTxHash, start };
}
