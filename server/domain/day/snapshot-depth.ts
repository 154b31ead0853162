import { isPublicNetwork } from "../cardano/network";
import type { FieldProblem } from "../fields";
import type { Operations } from "./operations";

/** Blocks: forks of public networks have been longer than a few. */
const LEAST_ON_PUBLIC_NETWORKS = 36;

/** The least depth at which a day is read on a network, by its label. A devnet forks only when it is told to. */
export function leastSnapshotDepth(network: string): number {
  return isPublicNetwork(network) ? LEAST_ON_PUBLIC_NETWORKS : 1;
}

/** Which depths of operations do not fit a network: how deep a day is read, and what proves that a payment expired. */
export function findDepthProblems(
  operations: Pick<Operations, "snapshotDepth" | "expiryDepth">,
  network: string,
): FieldProblem[] {
  const least = leastSnapshotDepth(network);
  return (["snapshotDepth", "expiryDepth"] as const)
    .filter((field) => operations[field] < least)
    .map((field) => ({ field, problem: `is ${operations[field]}; the least on ${network} is ${least} blocks` }));
}
