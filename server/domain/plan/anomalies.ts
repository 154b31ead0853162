import { largestOf } from "../bytes";
import type { DayIndex, Identity, Lovelace } from "../units";

/** The facts of a day that the anomaly rules compare. */
export type DayFacts = {
  readonly dayIndex: DayIndex;
  readonly totalLovelace: Lovelace;
  readonly participants: number;
  readonly holders: number;
  /** By identity, all its addresses together. */
  readonly paid: ReadonlyMap<Identity, Lovelace>;
};

/** Shares and factors in basis points (10,000 = 1), so that no fraction is ever rounded. */
export type AnomalyThresholds = {
  /** With fewer days nothing is compared. */
  readonly minimumDays: number;
  /** How many of the latest days are compared. */
  readonly trailingDays: number;
  /** Today's total against the trailing days' median. */
  readonly totalFactor: number;
  /** Share of today's recipients that none of the trailing days paid. */
  readonly newRecipientShare: number;
  /** Share of today's total that the largest recipient gets. */
  readonly largestShare: number;
  /** A recipient's amount against their highest in the trailing days. */
  readonly recipientFactor: number;
  /** Jumps of smaller amounts are ignored. */
  readonly recipientFloorLovelace: Lovelace;
  /** Holders and participants against the day before, up or down. */
  readonly countFactor: number;
};

export const DEFAULT_ANOMALY_THRESHOLDS: AnomalyThresholds = {
  minimumDays: 7,
  trailingDays: 28,
  totalFactor: 20_000,
  newRecipientShare: 3_000,
  largestShare: 3_000,
  recipientFactor: 50_000,
  recipientFloorLovelace: 50_000_000n,
  countFactor: 15_000,
};

export type Anomaly = {
  readonly rule: "total" | "new-recipients" | "concentration" | "recipient-jump" | "holders-jump" | "participants-jump";
  /** The recipient, for rules about one. */
  readonly identity: Identity | null;
  readonly text: string;
};

export type AnomalyReport =
  | {
      readonly kind: "too-little-history";
      readonly days: number;
      readonly needed: number;
      readonly text: string;
    }
  | { readonly kind: "checked"; readonly days: number; readonly anomalies: readonly Anomaly[] };

/** Compares today with the days before it. Pure: the same facts always give the same answer. */
export function findAnomalies(
  history: readonly DayFacts[],
  today: DayFacts,
  thresholds: AnomalyThresholds = DEFAULT_ANOMALY_THRESHOLDS,
): AnomalyReport {
  const trailing = history
    .filter((day) => day.dayIndex < today.dayIndex)
    .sort((a, b) => a.dayIndex - b.dayIndex)
    .slice(-thresholds.trailingDays);
  const days = trailing.length;
  const yesterday = trailing.at(-1);
  if (!yesterday || days < thresholds.minimumDays) {
    const known = days === 0 ? "No earlier day is" : days === 1 ? "One earlier day is" : `${days} earlier days are`;
    const text = `${known} known; anomalies are looked for from ${thresholds.minimumDays} on.`;
    return { kind: "too-little-history", days, needed: thresholds.minimumDays, text };
  }
  return {
    kind: "checked",
    days,
    anomalies: [
      ...findTotal(trailing, today, thresholds),
      ...findNewRecipients(trailing, today, thresholds),
      ...findConcentration(today, thresholds),
      ...findRecipientJumps(trailing, today, thresholds),
      ...findCountJump("holders-jump", "holders", yesterday.holders, today.holders, thresholds),
      ...findCountJump("participants-jump", "participants", yesterday.participants, today.participants, thresholds),
    ],
  };
}

/** Whether `value` is more than `factor` (basis points) of `base`. */
function exceeds(value: bigint, base: bigint, factor: number): boolean {
  return value * 10_000n > base * BigInt(factor);
}

function findTotal(trailing: readonly DayFacts[], today: DayFacts, { totalFactor }: AnomalyThresholds): Anomaly[] {
  const totals = trailing.map((day) => day.totalLovelace).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const median = totals[Math.floor(totals.length / 2)] ?? 0n;
  if (!exceeds(today.totalLovelace, median, totalFactor)) return [];
  const text = `The day pays ${today.totalLovelace} lovelace; the median of the last ${trailing.length} days is ${median}, and up to ${percent(totalFactor)} of it is usual.`;
  return [{ rule: "total", identity: null, text }];
}

function findNewRecipients(
  trailing: readonly DayFacts[],
  today: DayFacts,
  { newRecipientShare }: AnomalyThresholds,
): Anomaly[] {
  const fresh = [...today.paid.keys()].filter((identity) => !trailing.some((day) => day.paid.has(identity)));
  if (!exceeds(BigInt(fresh.length), BigInt(today.paid.size), newRecipientShare)) return [];
  const text = `${fresh.length} of ${today.paid.size} recipients were not paid on any of the last ${trailing.length} days; up to ${percent(newRecipientShare)} is usual.`;
  return [{ rule: "new-recipients", identity: null, text }];
}

function findConcentration(today: DayFacts, { largestShare }: AnomalyThresholds): Anomaly[] {
  return [...today.paid]
    .filter(([, lovelace]) => exceeds(lovelace, today.totalLovelace, largestShare))
    .sort(byIdentity)
    .map(([identity, lovelace]) => ({
      rule: "concentration",
      identity,
      text: `${identity} gets ${lovelace} of ${today.totalLovelace} lovelace, more than ${percent(largestShare)} of the day.`,
    }));
}

function findRecipientJumps(
  trailing: readonly DayFacts[],
  today: DayFacts,
  { recipientFactor, recipientFloorLovelace }: AnomalyThresholds,
): Anomaly[] {
  return [...today.paid].sort(byIdentity).flatMap(([identity, lovelace]): Anomaly[] => {
    const highest = largestOf(trailing.map((day) => day.paid.get(identity) ?? 0n));
    if (highest === 0n || lovelace < recipientFloorLovelace) return [];
    if (!exceeds(lovelace, highest, recipientFactor)) return [];
    const text = `${identity} gets ${lovelace} lovelace; the most on any of the last ${trailing.length} days was ${highest}, and up to ${percent(recipientFactor)} of it is usual.`;
    return [{ rule: "recipient-jump", identity, text }];
  });
}

function findCountJump(
  rule: Anomaly["rule"],
  what: string,
  before: number,
  now: number,
  { countFactor }: AnomalyThresholds,
): Anomaly[] {
  const [low, high] = before < now ? [before, now] : [now, before];
  if (!exceeds(BigInt(high), BigInt(low), countFactor)) return [];
  const text = `There are ${now} ${what} after ${before} on the day before, ${now > before ? "up" : "down"} by more than a factor of ${countFactor / 10_000}.`;
  return [{ rule, identity: null, text }];
}

function byIdentity([a]: readonly [Identity, Lovelace], [b]: readonly [Identity, Lovelace]): number {
  return a < b ? -1 : 1;
}

function percent(basisPoints: number): string {
  return `${basisPoints / 100} %`;
}
