import type { Operations } from "@/server/domain/day/operations";
import type { Height } from "@/server/domain/units";

/**
 * Whether stored bytes in no block are sent again; `lastHeight` is null before the first time. At once where it
 * lies ahead, after a rollback: only we may still have the bytes.
 */
export function isDue(lastHeight: Height | null, height: Height, { resendBlocks }: Operations): boolean {
  const blocksSince = height - (lastHeight ?? Number.NEGATIVE_INFINITY);
  return blocksSince < 0 || blocksSince >= resendBlocks;
}
