import type { BlockHeader, ChainSource } from "@/server/domain/ports";
import type { Height } from "@/server/domain/units";
import { ServiceError } from "../errors";

/** Where the scan starts for a pool created at this height or later: so deep that no rollback reaches it. */
export async function scanStart(source: ChainSource, height: Height): Promise<BlockHeader> {
  const { securityParam } = await source.genesis();
  const start = Math.max(0, height - securityParam);
  const block = await source.block(start);
  if (block) return block;
  throw new ServiceError("unavailable", `the chain source does not know block ${start} of its own chain`);
}
