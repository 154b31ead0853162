import { z } from "zod";
import type { DayIndex, Hex } from "../units";

/** The log up to an event: its place and its hash, which covers all before it. */
export type AuditHead = { readonly sequence: number; readonly hash: Hex };

/** The head that a day's snapshot or published report names. Whoever has the report can compare it with the log. */
export type Anchor = AuditHead & { readonly dayIndex: DayIndex };

/** The action of the event that starts a segment. */
export const SEGMENT = "audit.segment";

/**
 * A break that the log itself tells: the anchors of these days are of a log that was lost, the newest is `last`. What
 * follows is what was written after.
 */
export type Segment = { readonly fromDay: DayIndex; readonly last: Anchor; readonly reason: string };

const segment = z.object({
  fromDay: z.number(),
  last: z.object({ dayIndex: z.number(), sequence: z.number(), hash: z.string() }),
  reason: z.string(),
});

/** What an event of that action tells; null if its details are not those of a segment. */
export function readSegment(details: unknown): Segment | null {
  const read = segment.safeParse(details);
  return read.success ? read.data : null;
}

const anchored = z.object({
  dayIndex: z.number(),
  declared: z.object({ auditHead: z.object({ sequence: z.number(), hash: z.string() }) }),
});

/** What a report's manifest names; null if the text is none. */
export function readAnchorOf(manifest: string): Anchor | null {
  try {
    const { dayIndex, declared } = anchored.parse(JSON.parse(manifest));
    return { dayIndex, ...declared.auditHead };
  } catch {
    return null;
  }
}

/** A report by its hash, and the day that it is of. */
export type NamedReport = { readonly dayIndex: DayIndex; readonly hash: Hex };

const following = z.object({
  previous: z.union([
    z.object({ kind: z.literal("report"), dayIndex: z.number(), hash: z.string() }),
    z.object({ kind: z.literal("checkpoint") }),
  ]),
});

/** The report that one follows, as its manifest names it; null for the first. Throws for what is no manifest. */
export function readPreviousOf(manifest: string): NamedReport | null {
  const { previous } = following.parse(JSON.parse(manifest));
  return previous.kind === "report" ? { dayIndex: previous.dayIndex, hash: previous.hash } : null;
}

/** Whether one of the segments tells that the log of this anchor was lost. */
export function isTold({ dayIndex }: Anchor, segments: readonly Segment[]): boolean {
  return segments.some(({ fromDay, last }) => fromDay <= dayIndex && dayIndex <= last.dayIndex);
}
