import type { ChainSource } from "@/server/domain/ports";
import type { Hex } from "@/server/domain/units";
import { ServiceError } from "../errors";
import type { Deployment } from "../pool/deployment";
import { type FoundPool, findPool } from "./find-pool";
import { scanStart } from "./internal/scan-start";

/**
 * The deployment of a pool that is on chain but in no database: its command was interrupted, or the database is lost.
 * Throws a readable ServiceError if there is none, or it is closed.
 */
export async function findDeployment(source: ChainSource, policyId: Hex): Promise<Deployment> {
  return deploymentOf(source, await findPool(source, policyId));
}

/** The same of a pool that was found. */
export async function deploymentOf(source: ChainSource, found: FoundPool): Promise<Deployment> {
  const { script, referenceScripts, firstSettings, pool, made } = found;
  const { policyId } = script;
  if (!pool) throw new ServiceError("conflict", `the pool ${policyId} is closed: it pays nothing any more`);
  const start = await scanStart(source, made.height);
  return { script, settings: firstSettings, referenceScripts, deployTxHash: made.hash, start };
}
