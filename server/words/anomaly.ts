import type { Anomaly, HistoryFinding } from "../domain/plan/findings";
import { formatAda } from "./format";

export function sayAnomaly(anomaly: Anomaly): string {
  const usual = `${anomaly.usual / 100} %`;
  switch (anomaly.rule) {
    case "total":
      return `The day pays ${formatAda(anomaly.totalLovelace)}; the median of the last ${anomaly.days} days is ${formatAda(anomaly.medianLovelace)}, and up to ${usual} of it is usual.`;
    case "new-recipients":
      return `${anomaly.fresh} of ${anomaly.recipients} recipients were not paid on any of the last ${anomaly.days} days; up to ${usual} is usual.`;
    case "concentration":
      return `${anomaly.identity} gets ${formatAda(anomaly.lovelace)} of ${formatAda(anomaly.totalLovelace)}, more than ${usual} of the day.`;
    case "recipient-jump":
      return `${anomaly.identity} gets ${formatAda(anomaly.lovelace)}; the most on any of the last ${anomaly.days} days was ${formatAda(anomaly.highestLovelace)}, and up to ${usual} of it is usual.`;
    case "holders-jump":
      return sayCount("holders", anomaly);
    case "participants-jump":
      return sayCount("participants", anomaly);
  }
}

function sayCount(what: string, anomaly: { readonly before: number; readonly now: number; readonly usual: number }) {
  const { before, now, usual } = anomaly;
  return `There are ${now} ${what} after ${before} on the day before, ${now > before ? "up" : "down"} by more than a factor of ${usual / 10_000}.`;
}

export function sayHistory(history: HistoryFinding): string {
  const { days } = history;
  if (history.kind === "compared") return `Compared with ${days} earlier ${days === 1 ? "day" : "days"}.`;
  const known = days === 0 ? "No earlier day is" : days === 1 ? "One earlier day is" : `${days} earlier days are`;
  return `${known} known; anomalies are looked for from ${history.needed} on.`;
}
