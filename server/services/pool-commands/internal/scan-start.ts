import type { BlockHeader, ChainSource } from "@/server/domain/ports";
import type { Height } from "@/server/domain/units";
import { ServiceError } from "../../errors";

/**
 * Where the scan of a pool begins that is made at this height or later: so deep that no rollback reaches it, or at the
 * chain's first block. That is 0, or 1 on a chain (or in a source) that does not count its genesis.
 */
export async function scanStart(source: ChainSource, height: Height): Promise<BlockHeader> {
  const { securityParam } = await source.genesis();
  const candidates = height > securityParam ? [height - securityParam] : [0, 1];
  for (const start of candidates) {
    const block = await source.block(start);
    if (block) return block;
  }
  throw new ServiceError(
    "unavailable",
    `${source.name} does not know block ${candidates.join(" or ")} of its own chain, where the scan would begin. Use a source that has the chain from there on.`,
  );
}
