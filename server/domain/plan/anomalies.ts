import { largestOf } from "../integers";
import type { DayIndex, Identity, Lovelace } from "../units";
import { type AnomalyThresholds, DEFAULT_ANOMALY_THRESHOLDS } from "./anomaly-thresholds";
import type { Anomaly, DayFindings } from "./findings";

/** The facts of a day that the anomaly rules compare. */
export type DayFacts = {
  readonly dayIndex: DayIndex;
  readonly totalLovelace: Lovelace;
  readonly participants: number;
  readonly holders: number;
  /** By identity, all its addresses together. */
  readonly paid: ReadonlyMap<Identity, Lovelace>;
};

/** Compares today with the days before it. Pure: the same facts always give the same answer. */
export function findAnomalies(
  history: readonly DayFacts[],
  today: DayFacts,
  thresholds: AnomalyThresholds = DEFAULT_ANOMALY_THRESHOLDS,
): Pick<DayFindings, "history" | "anomalies"> {
  const trailing = history
    .filter((day) => day.dayIndex < today.dayIndex)
    .sort((a, b) => a.dayIndex - b.dayIndex)
    .slice(-thresholds.trailingDays);
  const days = trailing.length;
  const yesterday = trailing.at(-1);
  if (!yesterday || days < thresholds.minimumDays) {
    return { history: { kind: "too-little", days, needed: thresholds.minimumDays }, anomalies: [] };
  }
  return {
    history: { kind: "compared", days },
    anomalies: [
      ...findTotal(trailing, today, thresholds),
      ...findNewRecipients(trailing, today, thresholds),
      ...findConcentration(today, thresholds),
      ...findRecipientJumps(trailing, today, thresholds),
      ...findCountJump("holders", yesterday, today, thresholds),
      ...findCountJump("participants", yesterday, today, thresholds),
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
  return [
    {
      rule: "total",
      totalLovelace: `${today.totalLovelace}`,
      medianLovelace: `${median}`,
      days: trailing.length,
      usual: totalFactor,
    },
  ];
}

function findNewRecipients(
  trailing: readonly DayFacts[],
  today: DayFacts,
  { newRecipientShare }: AnomalyThresholds,
): Anomaly[] {
  const fresh = [...today.paid.keys()].filter((identity) => !trailing.some((day) => day.paid.has(identity)));
  if (!exceeds(BigInt(fresh.length), BigInt(today.paid.size), newRecipientShare)) return [];
  return [
    {
      rule: "new-recipients",
      fresh: fresh.length,
      recipients: today.paid.size,
      days: trailing.length,
      usual: newRecipientShare,
    },
  ];
}

function findConcentration(today: DayFacts, { largestShare }: AnomalyThresholds): Anomaly[] {
  return [...today.paid]
    .filter(([, lovelace]) => exceeds(lovelace, today.totalLovelace, largestShare))
    .sort(byIdentity)
    .map(([identity, lovelace]) => ({
      rule: "concentration",
      identity,
      lovelace: `${lovelace}`,
      totalLovelace: `${today.totalLovelace}`,
      usual: largestShare,
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
    return [
      {
        rule: "recipient-jump",
        identity,
        lovelace: `${lovelace}`,
        highestLovelace: `${highest}`,
        days: trailing.length,
        usual: recipientFactor,
      },
    ];
  });
}

function findCountJump(
  what: "holders" | "participants",
  { [what]: before }: DayFacts,
  { [what]: now }: DayFacts,
  { countFactor }: AnomalyThresholds,
): Anomaly[] {
  const [low, high] = before < now ? [before, now] : [now, before];
  if (!exceeds(BigInt(high), BigInt(low), countFactor)) return [];
  return [{ rule: `${what}-jump`, before, now, usual: countFactor }];
}

function byIdentity([a]: readonly [Identity, Lovelace], [b]: readonly [Identity, Lovelace]): number {
  return a < b ? -1 : 1;
}
