import type { DayComparison, PayoutChange } from "../../domain/rewards/compare-days";
import type { DayEffect, DueChange } from "../../domain/rules/effect";
import type { InForce } from "../../domain/rules/proposal";
import { formatAda, groupDigits, shortenMiddle } from "../format";

/** What a day would have paid by other rules, in whole sentences. */
export function sayDayEffect(effect: DayEffect): string[] {
  if (effect.kind === "unknown") return [`Day ${effect.dayIndex} is not known: ${sayUnknown(effect.why)}.`];
  const { before, after, largest } = effect;
  const amounts = [
    `${sayPayout(after)} instead of ${sayPayout(before)}`,
    ...sayOther("the pot", before.potLovelace, after.potLovelace),
    ...sayOther("carried on", before.carriedLovelace, after.carriedLovelace),
    ...sayOther("left undistributed", before.undistributedLovelace, after.undistributedLovelace),
  ];
  const isSame = largest.length === 0 && amounts.length === 1;
  if (isSame) return [`Day ${effect.dayIndex} would have paid the same, ${sayPayout(after)}.`];
  return [`Day ${effect.dayIndex}: ${amounts.join("; ")}.`, ...sayWho(effect)];
}

/** What changes about a day that goes on; one sentence. */
export function sayDueChange({ dayIndex, before, after }: DueChange): string {
  const times = [
    ["review until", before.previewUntilMs, after.previewUntilMs],
    ["approvals due", before.approvalDueMs, after.approvalDueMs],
    ["deadline", before.deadlineMs, after.deadlineMs],
  ] as const;
  const changed = times.flatMap(([what, was, is]) => (was === is ? [] : [`${what} ${utc(is)} instead of ${utc(was)}`]));
  if (changed.length === 0) return `Day ${dayIndex}: nothing is due at another time.`;
  return `Day ${dayIndex}: ${changed.join("; ")}.`;
}

/** The days that are read by a version: "from day 5 on". */
export function sayPeriod({ days }: InForce): string {
  if (days === null) return "never: a later version took its place";
  if (days.until === null) return `from day ${days.from} on`;
  return days.until === days.from ? `on day ${days.from}` : `on days ${days.from} to ${days.until}`;
}

function sayUnknown(why: Extract<DayEffect, { kind: "unknown" }>["why"]): string {
  switch (why) {
    case "not-followed":
      return "the token or the plays of these rules were not followed then; they are read once rules that name them are confirmed";
    case "too-large":
      return "it is too large to be calculated while others wait; npm run rules -- check does it";
    case "read-again":
      return "what it was read from is being read again";
  }
}

function sayPayout({ payoutLovelace, recipients }: DayComparison["after"]): string {
  return `${formatAda(payoutLovelace)} to ${groupDigits(recipients)} ${recipients === 1 ? "address" : "addresses"}`;
}

function sayOther(what: string, before: bigint, after: bigint): string[] {
  return before === after ? [] : [`${what} ${formatAda(after)} instead of ${formatAda(before)}`];
}

function sayWho({ more, less, added, gone, largest }: DayComparison): string[] {
  const counts = [
    [more, "more"],
    [less, "less"],
    [added, "something, and got nothing"],
    [gone, "nothing any more"],
  ] as const;
  const who = counts.flatMap(([count, what]) => (count === 0 ? [] : [`${groupDigits(count)} would have got ${what}`]));
  const named = largest.map(sayPayoutChange);
  return [
    ...(who.length > 0 ? [`Of the addresses, ${who.join(", ")}.`] : []),
    ...(named.length > 0 ? [`Most changed: ${named.join("; ")}.`] : []),
  ];
}

function sayPayoutChange({ address, beforeLovelace, afterLovelace }: PayoutChange): string {
  return `${shortenMiddle(address, 14, 6)} ${formatAda(afterLovelace)} instead of ${formatAda(beforeLovelace)}`;
}

function utc(timeMs: number): string {
  const iso = new Date(timeMs).toISOString();
  return `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`;
}
