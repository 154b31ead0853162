import type { HealthState, PartName } from "@/server/domain/health/part";
import { upperFirst } from "./sentence";

const PARTS: Record<Exclude<PartName, `job ${string}`>, string> = {
  database: "Database",
  engine: "Engine",
  pause: "Pause",
  chain: "Chain",
  scan: "Chain scan",
  history: "Older history",
  days: "Days to pay",
  "stopped days": "Stopped days",
  source: "Chain source",
  sources: "All chain sources",
  "second opinion": "Second opinion",
  clock: "Clock",
  oracle: "Oracle's signer",
  approvers: "Automated approvers",
  "signers' versions": "Signers' versions",
  operator: "Operator",
  reports: "Report places",
  pool: "Pool",
  plays: "Plays",
  live: "Live pages",
  events: "Events",
  "audit log": "Audit log",
  watch: "Watch",
};

/** What a part of the service is called; a job by its name. */
export function sayPart(name: PartName): string {
  const titles: Readonly<Record<string, string>> = PARTS;
  return titles[name] ?? upperFirst(name);
}

export const HEALTH_WORDS: Record<HealthState, string> = {
  ok: "works",
  waits: "waits",
  unknown: "unknown",
  warning: "needs attention",
  failing: "failing",
};
