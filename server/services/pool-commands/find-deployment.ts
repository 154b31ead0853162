import type { ChainSource } from "@/server/domain/ports";
import type { Hex } from "@/server/domain/units";
import { ServiceError } from "../errors";
import type { Deployment } from "./deploy-pool";
import { findPool } from "./find-pool";
import { scanStart } from "./scan-start";

/**
 * The deployment of a pool that the chain has and no database knows: one whose command was stopped before it was
 * recorded, or whose database is lost. Throws ServiceError in words where there is none, or it is closed.
 */
export async function findDeployment(source: ChainSource, policyId: Hex): Promise<Deployment> {
  const { script, referenceScripts, firstSettings, pool, made } = await findPool(source, policyId);
  if (!pool) throw new ServiceError("conflict", `the pool ${policyId} is closed: nothing is paid from it any more`);
  const start = await scanStart(source, made.height);
  return { script, settings: firstSettings, referenceScripts, deployTxHash: made.hash, start };
}
