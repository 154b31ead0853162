import { compareAmounts } from "../integers";
import type { DayIndex, Identity, Lovelace } from "../units";
import { type AnomalyThresholds, DEFAULT_ANOMALY_THRESHOLDS } from "./anomaly-thresholds";
import type { Anomaly, DayFindings } from "./findings";

/** The figures of a day that the anomaly rules compare. */
export type DayFigures = {
  readonly dayIndex: DayIndex;
  readonly totalLovelace: Lovelace;
  readonly participants: number;
  readonly holders: number;
};

/** By identity, all its addresses together. */
type Earned = ReadonlyMap<Identity, Lovelace>;

export type DayFacts = DayFigures & { readonly paid: Earned };

/** Days before, in any order; and the most that each identity had on one of the newest `trailingDays` of them. */
export type History = { readonly days: readonly DayFigures[]; readonly highest: Earned };

/** Compares today with the days before it. Pure: the same facts always give the same answer. */
export function findAnomalies(
  { days: before, highest }: History,
  today: DayFacts,
  thresholds: AnomalyThresholds = DEFAULT_ANOMALY_THRESHOLDS,
): Pick<DayFindings, "history" | "anomalies"> {
  const trailing = before
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
      ...findNewRecipients({ days, highest }, today, thresholds),
      ...findConcentration(today, thresholds),
      ...findRecipientJumps({ days, highest }, today, thresholds),
      ...findCountJump("holders", yesterday, today, thresholds),
      ...findCountJump("participants", yesterday, today, thresholds),
    ],
  };
}

/** Whether `value` is more than `factor` (basis points) of `base`. */
function exceeds(value: bigint, base: bigint, factor: number): boolean {
  return value * 10_000n > base * BigInt(factor);
}

function findTotal(trailing: readonly DayFigures[], today: DayFacts, { totalFactor }: AnomalyThresholds): Anomaly[] {
  const totals = trailing.map((day) => day.totalLovelace).sort(compareAmounts);
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

type Before = { readonly days: number; readonly highest: Earned };

function findNewRecipients(
  { days, highest }: Before,
  today: DayFacts,
  { newRecipientShare }: AnomalyThresholds,
): Anomaly[] {
  const fresh = [...today.paid.keys()].filter((identity) => !highest.has(identity));
  if (!exceeds(BigInt(fresh.length), BigInt(today.paid.size), newRecipientShare)) return [];
  return [
    {
      rule: "new-recipients",
      fresh: fresh.length,
      recipients: today.paid.size,
      days,
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
  { days, highest }: Before,
  today: DayFacts,
  { recipientFactor, recipientFloorLovelace }: AnomalyThresholds,
): Anomaly[] {
  return [...today.paid].sort(byIdentity).flatMap(([identity, lovelace]): Anomaly[] => {
    const before = highest.get(identity) ?? 0n;
    if (before === 0n || lovelace < recipientFloorLovelace) return [];
    if (!exceeds(lovelace, before, recipientFactor)) return [];
    return [
      {
        rule: "recipient-jump",
        identity,
        lovelace: `${lovelace}`,
        highestLovelace: `${before}`,
        days,
        usual: recipientFactor,
      },
    ];
  });
}

function findCountJump(
  what: "holders" | "participants",
  { [what]: before }: DayFigures,
  { [what]: now }: DayFigures,
  { countFactor }: AnomalyThresholds,
): Anomaly[] {
  const [low, high] = before < now ? [before, now] : [now, before];
  if (!exceeds(BigInt(high), BigInt(low), countFactor)) return [];
  return [{ rule: `${what}-jump`, before, now, usual: countFactor }];
}

function byIdentity([a]: readonly [Identity, Lovelace], [b]: readonly [Identity, Lovelace]): number {
  return a < b ? -1 : 1;
}
