import type { ChainSource } from "@/server/domain/ports";
import { ServiceError } from "../errors";
import type { Deployment } from "../pool/deployment";
import { demandReferences, type SeenPool } from "./find-pool";
import { scanStart } from "./internal/scan-start";

/**
 * The deployment of a pool that is on chain but in no database: its command was interrupted, the database is lost, or
 * others made it. Throws a readable ServiceError if it is closed, or its references cannot be used.
 */
export async function deploymentOf(source: ChainSource, seen: SeenPool): Promise<Deployment> {
  const { script, firstSettings, pool, made, transactions: earlier } = seen;
  const { policyId } = script;
  if (!pool) throw new ServiceError("conflict", `the pool ${policyId} is closed: it pays nothing any more`);
  const { referenceScripts } = demandReferences(seen);
  const start = await scanStart(source, made.height);
  return { script, settings: firstSettings, referenceScripts, deployTxHash: made.hash, start, earlier };
}
