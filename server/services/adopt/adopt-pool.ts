import { count, inArray } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { day } from "@/db/schema";
import { withTransaction } from "@/db/transaction";
import type { DayIndex, Hex, Lovelace } from "@/server/domain/units";
import type { Actor } from "../audit/append-audit";
import { startSegment } from "../audit/start-segment";
import { chainNow, isBehind } from "../chain-now";
import { findPause } from "../engine-pause/find-pause";
import { pauseToAdopt } from "../engine-pause/pause-to-adopt";
import { ServiceError } from "../errors";
import type { JobResult } from "../job-result";
import { confirmPayments } from "../payout/confirm-payments";
import type { PayoutContext } from "../payout/payout-context";
import { loadPoolRow } from "../pool/load-pool";
import { insertInstallation } from "../pool/record-pool";
import { deploymentOf } from "../pool-commands/deployment-of";
import { findLastCommit } from "../pool-commands/find-last-commit";
import { type SeenPool, seePool } from "../pool-commands/find-pool";
import { scanChain } from "../scan/scan-chain";
import { adoptDay } from "./internal/adopt-day";
import { keepPending } from "./internal/keep-pending";
import { meetPool } from "./internal/meet-pool";
import { type PlanOnChain, plansOnChain } from "./internal/plans-on-chain";
import { type ReportToAdopt, type WalkedReports, walkReports } from "./internal/walk-reports";
import type { ReportPlace } from "./report-place";

export type AdoptInput = {
  readonly policyId: Hex;
  readonly place: ReportPlace;
  /** For a database without a pool: operations are not on chain. The defaults where none are given. */
  readonly operations: unknown;
  readonly execute: boolean;
  readonly actor: Actor;
  /** What it does, in words. */
  readonly tell: (text: string) => void;
};

export type Adopted = {
  readonly executed: boolean;
  /** Days whose reports were to be adopted, oldest first. */
  readonly days: readonly DayIndex[];
  /** What their plans pay together, and what the newest of them carries. */
  readonly payoutLovelace: Lovelace;
  readonly carriedLovelace: Lovelace;
  /** How the adopted days stand in the end, by state. Empty if nothing was executed. */
  readonly states: Readonly<Record<string, number>>;
};

/**
 * Brings an empty or outdated database to what the chain says, from the policy id and the published reports alone:
 * pool, rules, days, lines, batches, signatures and books. Each report is named by a hash that a plan on chain leads
 * to, and each plan is computed again. First it pauses the engine, until two people have checked what was adopted, and
 * scans. It may be stopped and run again at any time. Throws ServiceError that says what is missing or does not fit.
 */
export async function adoptPool(ctx: PayoutContext, input: AdoptInput): Promise<Adopted> {
  const { policyId, place, execute, actor, tell } = input;
  const present = await loadPoolRow(ctx.db);
  if (present && present.row.policyId !== policyId) {
    throw new ServiceError(
      "conflict",
      `this database belongs to pool ${present.row.policyId}: use another for another`,
    );
  }
  if (present && input.operations !== null) tell("This database has operations already: those given are not used.");
  const found = await seePool(ctx.source, policyId);
  // Nothing would move its days on: `confirm` goes by the live pool.
  if (!found.pool)
    throw new ServiceError("conflict", `the pool ${policyId} is closed: it pays nothing any more, and is not adopted`);
  const words = await meetPool(ctx, found, { isNew: present === null, operations: input.operations, tell });
  const walked = await walkBack(ctx, found, place);
  const { reports } = walked;
  tellReports(reports, tell);
  const result = {
    days: reports.map(({ dayIndex }) => dayIndex),
    payoutLovelace: reports.reduce((all, { payoutLovelace }) => all + payoutLovelace, 0n),
    carriedLovelace: reports.at(-1)?.carriedLovelace ?? 0n,
  };
  // One that was interrupted goes on.
  const isUnderWay = (await findPause(ctx.db))?.needsTwo === true;
  if (!execute || (present && reports.length === 0 && !isUnderWay)) return { ...result, executed: false, states: {} };

  const reason = reasonFor(result.days, input);
  const pause: Pause = (tx) => pauseToAdopt(tx, { reason, words }, actor);
  if (reports.length > 0) await begin(ctx, input, { found, walked, isNew: present === null, pause, reason });
  await repeat("scan", () => scanChain(ctx), tell);
  const now = await chainNow(ctx.db);
  if (!now || isBehind(now)) {
    throw new ServiceError("unavailable", "the chain could not be read up to its tip: run it again");
  }
  const plans = await plansOnChain(ctx.db, policyId);
  for (const [index, report] of reports.entries()) {
    await adoptDay(ctx, report, { place, plans, actor, pause });
    if (isRound(index + 1) || index + 1 === reports.length) tell(`adopted ${index + 1} of ${reports.length} days`);
  }
  await demandAll(ctx.db, plans);
  await repeat("confirm", () => confirmPayments(ctx), tell);
  await keepPending(ctx, place, tell);
  return { ...result, executed: true, states: await statesOf(ctx.db, result.days) };
}

/** Pauses the engine, with the reason. */
type Pause = (tx: Transaction) => Promise<void>;

const reasonFor = (days: readonly DayIndex[], { place }: AdoptInput) =>
  `The days ${days[0]} to ${days.at(-1)} are adopted from the chain and ${place.name}.`;

type Begun = {
  readonly found: SeenPool;
  readonly walked: WalkedReports;
  readonly isNew: boolean;
  readonly pause: Pause;
  readonly reason: string;
};

/**
 * Records the pool where there is none, and pauses the engine: no step ever sees one without the other. Before both,
 * the audit log says what is missing in it.
 */
async function begin(ctx: PayoutContext, { operations, actor }: AdoptInput, begun: Begun): Promise<void> {
  const { found, walked, isNew, pause, reason } = begun;
  const deployment = isNew ? await deploymentOf(ctx.source, found) : null;
  await withTransaction(ctx.db, async (tx) => {
    const { rules, reports } = walked;
    const anchors = reports.map(({ dayIndex, auditHead }) => ({ dayIndex, ...auditHead }));
    await startSegment(tx, anchors, { actor, reason });
    if (deployment) await insertInstallation(tx, { deployment, rules, operations: operations ?? {} }, actor);
    await pause(tx);
  });
}

/**
 * The reports that were read lead from one to the next, and nothing says that they leave none out; nor that a day from
 * before them was paid by the plan that this database has of it. A plan that it does not hold would be paid by nobody's
 * books, and its day read again.
 */
async function demandAll(db: Database, plans: ReadonlyMap<DayIndex, PlanOnChain>): Promise<void> {
  const rows = await db.select({ dayIndex: day.dayIndex, plan: day.planDigest }).from(day);
  const held = new Map(rows.map((row) => [row.dayIndex, row.plan]));
  for (const [dayIndex, { plan }] of plans) {
    if (held.get(dayIndex) === plan) continue;
    const has = held.get(dayIndex) ?? "none";
    throw new ServiceError(
      "conflict",
      `day ${dayIndex} was committed by plan ${plan}, and this database has ${has}: run it again; if that is said again, do not resume the engine, and adopt into an empty database`,
    );
  }
}

async function walkBack(ctx: PayoutContext, found: SeenPool, place: ReportPlace): Promise<WalkedReports> {
  const { script, transactions, networkMagic, firstSettings } = found;
  const { policyId } = script;
  const commit = await findLastCommit(ctx.source, transactions);
  if (!commit) {
    throw new ServiceError(
      "not-found",
      `the pool ${policyId} has not committed a plan yet, so there is nothing to adopt: record it with npm run deploy -- --policy`,
    );
  }
  const { systemStartMs } = await ctx.source.genesis();
  const { intervalMs } = firstSettings;
  const newest = { dayIndex: commit.day, hash: commit.reportHash };
  return walkReports(ctx.db, place, newest, { policyId, networkMagic, systemStartMs, intervalMs });
}

const TOLD = 7;

function tellReports(reports: readonly ReportToAdopt[], tell: (text: string) => void): void {
  const [first, last] = [reports[0], reports.at(-1)];
  if (!first || !last) {
    tell("This database holds the newest plan that is on chain: there is nothing to adopt.");
    return;
  }
  tell(`${reports.length} days to adopt, ${first.dayIndex} to ${last.dayIndex}; the newest:`);
  for (const { dayIndex, hash, state, held, batches, recipients, ...report } of reports.slice(-TOLD)) {
    const pays = batches > 0 ? `pays ${report.payoutLovelace} lovelace to ${recipients}` : "pays nothing";
    const here =
      state === null ? "not in this database" : `${state} in this database${held ? ` with report ${held}` : ""}`;
    tell(`  day ${dayIndex}: ${pays}, carries ${report.carriedLovelace}; report ${hash}; ${here}`);
  }
}

/** Once in so many steps, so that progress is seen and nothing else scrolls away. */
const isRound = (number: number) => number % 25 === 0;

/** Runs a job's steps until nothing is left to do. */
async function repeat(name: string, step: () => Promise<JobResult>, tell: (text: string) => void): Promise<void> {
  for (let steps = 1; ; steps++) {
    const { result, detail } = await step();
    if (result === "needs-human") throw new ServiceError("conflict", `${name}: ${detail}`);
    if (result !== "again" || isRound(steps)) tell(`${name}: ${detail}`);
    if (result !== "again") return;
  }
}

async function statesOf(db: Database, days: readonly DayIndex[]): Promise<Record<string, number>> {
  const rows = await db
    .select({ state: day.state, days: count() })
    .from(day)
    .where(inArray(day.dayIndex, [...days]))
    .groupBy(day.state);
  return Object.fromEntries(rows.map((row) => [row.state, row.days]));
}
