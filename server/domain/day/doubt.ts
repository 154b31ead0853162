import type { Height } from "../units";
import type { StopReason } from "./stop-reason";

/** What speaks against a day by an answer that may be old, and since which block each answer has said so. */
export type Doubt = { readonly kind: StopReason["kind"] | "other-parameters"; readonly sinceHeight: Height };

/** Blocks over which it has to last: a server's index is behind for a few, and one of several for a few more. */
export const BLOCKS_IN_DOUBT = 10;

/** What is kept after one more answer: the first block that it was said at. A rollback begins anew. */
export function lastingDoubt(before: Doubt | null, kind: Doubt["kind"], height: Height): Doubt {
  const goesOn = before?.kind === kind && before.sinceHeight <= height;
  return goesOn ? before : { kind, sinceHeight: height };
}

/** Whether the day is stopped for it. */
export function isBeyondDoubt({ sinceHeight }: Doubt, height: Height): boolean {
  return height - sinceHeight >= BLOCKS_IN_DOUBT;
}
