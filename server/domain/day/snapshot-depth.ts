import { isPublicNetwork } from "../cardano/network";
import type { Operations } from "./operations";

/** Blocks: forks of public networks have been longer than a few. */
const LEAST_ON_PUBLIC_NETWORKS = 36;

/** The least depth at which a day is read on a network, by its label. A devnet forks only when it is told to. */
export function leastSnapshotDepth(network: string): number {
  return isPublicNetwork(network) ? LEAST_ON_PUBLIC_NETWORKS : 1;
}

/** Why operations do not fit a network, or null. */
export function findDepthProblem({ snapshotDepth }: Pick<Operations, "snapshotDepth">, network: string): string | null {
  const least = leastSnapshotDepth(network);
  return snapshotDepth < least ? `snapshotDepth is ${snapshotDepth}; the least on ${network} is ${least} blocks` : null;
}
