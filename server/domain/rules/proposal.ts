import { toCanonicalJson } from "../canonical";
import { contentHashOf } from "../hash";
import type { DayIndex, Hex } from "../units";
import type { Document, DocumentKind } from "./document";

export type ProposalContent = {
  readonly kind: DocumentKind;
  readonly document: Document;
  /** The first day of rules; null for operations, which hold from the confirmation on. */
  readonly fromDay: DayIndex | null;
  /** The newest version when it was proposed: what the difference was shown to. */
  readonly follows: number;
};

/** What the second person confirms. Two proposals of one hash would do the same. */
export function proposalHashOf({ kind, document, fromDay, follows }: ProposalContent): Hex {
  return contentHashOf(toCanonicalJson({ kind, document, fromDay, follows }));
}

export type InForce = {
  readonly version: number;
  /** The days that are read by it; `until` null: to come. Null where a later version took its place before its day. */
  readonly days: { readonly from: DayIndex; readonly until: DayIndex | null } | null;
};

/**
 * On which days each version is in force: a day is read by the newest version whose first day is not after it. Versions
 * in ascending order.
 */
export function periodsInForce(
  versions: readonly { readonly version: number; readonly fromDay: DayIndex }[],
): InForce[] {
  let next: DayIndex | null = null;
  const periods: InForce[] = [];
  for (const { version, fromDay } of [...versions].reverse()) {
    const isReplaced = next !== null && next <= fromDay;
    periods.push({ version, days: isReplaced ? null : { from: fromDay, until: next === null ? null : next - 1 } });
    next = next === null ? fromDay : Math.min(next, fromDay);
  }
  return periods.reverse();
}
