import type { BlockHeader } from "../ports";
import type { DayIndex, PosixMs } from "../units";

/** `floor(posix / interval)`: days are UTC where the interval is a day. Chain time, never the machine's. */
export function dayIndexOf(posixMs: PosixMs, intervalMs: number): DayIndex {
  checkInterval(intervalMs);
  return Math.floor(posixMs / intervalMs);
}

export function dayStartMs(dayIndex: DayIndex, intervalMs: number): PosixMs {
  checkInterval(intervalMs);
  return dayIndex * intervalMs;
}

/** The first moment that is no longer in the day. */
export function dayEndMs(dayIndex: DayIndex, intervalMs: number): PosixMs {
  return dayStartMs(dayIndex + 1, intervalMs);
}

function checkInterval(intervalMs: number): void {
  if (Number.isSafeInteger(intervalMs) && intervalMs > 0) return;
  throw new RangeError(`the interval is ${intervalMs}: it must be a whole number of milliseconds above 0`);
}

export type SnapshotChoice =
  | { readonly kind: "ready"; readonly block: BlockHeader }
  /** `blocksMissing` is null while the day itself is not over on chain. */
  | { readonly kind: "not-yet"; readonly blocksMissing: number | null; readonly text: string }
  /** The headers do not reach back to the day's end. */
  | { readonly kind: "unknown"; readonly text: string };

/**
 * The day's snapshot: the last block before the day's end, once it is `depth` blocks deep (a block just below
 * the tip is 1 deep). `headers` are consecutive and end at the tip, in any order.
 */
export function chooseSnapshot(
  headers: readonly BlockHeader[],
  endMs: PosixMs,
  depth: number,
): SnapshotChoice {
  const sorted = [...headers].sort((a, b) => a.height - b.height);
  const tip = sorted.at(-1);
  if (!tip) return { kind: "unknown", text: "No block is known yet." };
  if (tip.timeMs < endMs)
    return { kind: "not-yet", blocksMissing: null, text: "The day is not over on chain." };
  const block = sorted.findLast((header) => header.timeMs < endMs);
  if (!block)
    return {
      kind: "unknown",
      text: `The blocks known begin at height ${sorted[0]?.height}, after the day's end.`,
    };
  const next = sorted.find((header) => header.height === block.height + 1);
  if (next?.previousHash !== block.hash) {
    return { kind: "unknown", text: `The block after ${block.hash} is missing or belongs to another fork.` };
  }
  const blocksMissing = depth - (tip.height - block.height);
  if (blocksMissing <= 0) return { kind: "ready", block };
  return {
    kind: "not-yet",
    blocksMissing,
    text: `The snapshot's block needs ${blocksMissing} more blocks on top of it.`,
  };
}
