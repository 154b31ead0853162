import type { Database } from "@/db/client";
import { day } from "@/db/schema";
import { networkLabel } from "@/server/domain/cardano/network";
import { COMMITTED_DAY_STATES, ENDED_DAY_STATES } from "@/server/domain/day/states";
import { type Manifest, readManifest } from "@/server/domain/report/manifest";
import type { WrittenReport } from "@/server/domain/report/write-report";
import type { Hex, Lovelace } from "@/server/domain/units";
import { ServiceError } from "../../errors";
import type { NamedReport, ReportPlace } from "../report-place";

/** A published report that is to become a day's, without its lines. */
export type ReportToAdopt = NamedReport & {
  /** The state of the day in this database; null if it has none. */
  readonly state: string | null;
  /** The report that this database has of the day. */
  readonly held: Hex | null;
  /** Its anchor: what the audit log of the installation that wrote it ended with. */
  readonly auditHead: Manifest["declared"]["auditHead"];
  readonly recipients: number;
  readonly payoutLovelace: Lovelace;
  readonly carriedLovelace: Lovelace;
  readonly batches: number;
};

export type WalkedReports = {
  /** Oldest first. */
  readonly reports: readonly ReportToAdopt[];
  /** The rules of the oldest. */
  readonly rules: Manifest["rules"] | null;
};

/** What every report of a pool says of it. */
export type PoolIdentity = {
  readonly policyId: Hex;
  readonly networkMagic: number;
  readonly systemStartMs: number;
  readonly intervalMs: number;
};

/** The chain has shown that a day with such a state and this report is as the report says. */
const SHOWN: readonly string[] = [...COMMITTED_DAY_STATES, ...ENDED_DAY_STATES];

/**
 * Reads the manifests from the newest one back, each by the hash that the one after it names, up to the first day of
 * the pool or one that this database holds as the chain does. Throws ServiceError that names the report that is missing
 * or wrong.
 */
export async function walkReports(
  db: Database,
  place: ReportPlace,
  newest: NamedReport,
  pool: PoolIdentity,
): Promise<WalkedReports> {
  const held = new Map((await db.select(HELD).from(day)).map((row) => [row.dayIndex, row]));
  const reports: ReportToAdopt[] = [];
  let rules: Manifest["rules"] | null = null;
  for (let next: NamedReport | null = newest; next; ) {
    const row = held.get(next.dayIndex);
    if (row?.reportHash === next.hash && SHOWN.includes(row.state)) break;
    const { manifest } = await readNamed(place, next);
    demandSamePool(next, manifest, pool);
    const { recipients, payoutLovelace, carriedLovelace } = manifest.totals;
    const totals = { recipients, payoutLovelace, carriedLovelace, batches: manifest.batches.length };
    const { auditHead } = manifest.declared;
    reports.push({ ...next, ...totals, auditHead, state: row?.state ?? null, held: row?.reportHash ?? null });
    rules = manifest.rules;
    next = before(next, manifest);
  }
  return { reports: reports.reverse(), rules };
}

const HELD = { dayIndex: day.dayIndex, state: day.state, reportHash: day.reportHash };

/** The manifest by its hash. Throws ServiceError if it is not there, or another. */
export async function readNamed(place: ReportPlace, named: NamedReport): Promise<WrittenReport> {
  const { dayIndex, hash } = named;
  const text = await place.manifest(named);
  if (text === null) {
    throw new ServiceError("not-found", `the report ${hash} of day ${dayIndex} is not in ${place.name}`);
  }
  const read = readManifest(text);
  if (!read.ok) throw wrong(named, read.problems.join("; "));
  if (read.hash !== hash) throw wrong(named, `what ${place.name} has in its place is ${read.hash}`);
  return { manifest: read.manifest, text, hash };
}

/** The hash proves that a plan on chain leads to this report; not that the report is of this pool. */
function demandSamePool(named: NamedReport, manifest: Manifest, pool: PoolIdentity): void {
  const { network } = manifest;
  if (manifest.dayIndex !== named.dayIndex) throw wrong(named, `it is of day ${manifest.dayIndex}`);
  if (manifest.poolPolicyId !== pool.policyId) throw wrong(named, `it is of the pool ${manifest.poolPolicyId}`);
  if (network.magic !== pool.networkMagic || network.systemStartMs !== pool.systemStartMs) {
    throw wrong(named, `it is of another network (${networkLabel(network.magic)})`);
  }
  if (manifest.intervalMs !== pool.intervalMs) throw wrong(named, `its days have ${manifest.intervalMs} ms`);
}

function before(named: NamedReport, { previous }: Manifest): NamedReport | null {
  if (previous.kind === "checkpoint") return null;
  // Each step leads to an earlier day, so there are never more of them than days.
  if (previous.dayIndex >= named.dayIndex)
    throw wrong(named, `it follows day ${previous.dayIndex}, which is not before it`);
  return { dayIndex: previous.dayIndex, hash: previous.hash };
}

export function wrong({ dayIndex, hash }: NamedReport, problem: string): ServiceError {
  return new ServiceError("conflict", `the report ${hash} of day ${dayIndex} cannot be adopted: ${problem}`);
}
