import { and, asc, eq, gt } from "drizzle-orm";
import type { Database } from "@/db/client";
import { rewardLine } from "@/db/schema";
import { csvRecord } from "@/server/domain/csv";
import type { DayIndex, Hex } from "@/server/domain/units";
import { quoteDayState } from "@/server/words/day-state";
import type { Context } from "../context";
import { loadDay } from "../day/load-day";
import type { DayRow } from "../day/move-day";
import { ServiceError } from "../errors";
import { loadPoolRow } from "../pool/load-pool";
import { findPartOf, findReport } from "../reports/find-report";
import { readDayName } from "./internal/day-name";
import { isPublished } from "./published";

type Ctx = Pick<Context, "db">;
export type RewardRow = Omit<typeof rewardLine.$inferSelect, "setId">;

export const MOST_REWARDS = 1_000;
/** How a part's hash is written. */
export const PART_HASH = /^[0-9a-f]{64}$/;

/** A day whose report is published. Throws ServiceError `not-found` that says what it waits for. */
export async function loadPublishedDay(
  { db }: Ctx,
  input: { day: string },
): Promise<DayRow & { reportHash: Hex; lineSetId: number }> {
  const pool = await loadPoolRow(db);
  if (!pool) throw new ServiceError("unavailable", "No pool has been set up yet, so there are no days.");
  const row = await loadDay(db, readDayName(input.day, pool.settings.intervalMs));
  const { reportHash, lineSetId } = row;
  if (!isPublished(row) || reportHash === null || lineSetId === null) {
    throw new ServiceError(
      "not-found",
      `Day ${row.dayIndex} is ${quoteDayState(row.state)} and has no report yet. The report is published when the review period starts.`,
    );
  }
  return { ...row, reportHash, lineSetId };
}

/** The manifest of a day's report. `hash` is the blake2b-256 of its UTF-8 bytes. */
export async function readManifest(
  ctx: Ctx,
  input: { day: string },
): Promise<{ dayIndex: number; hash: Hex; text: string }> {
  const row = await loadPublishedDay(ctx, input);
  const found = await findReport(ctx.db, row.reportHash);
  if (!found) throw new Error(`the report ${row.reportHash} of day ${row.dayIndex} is missing`);
  return { dayIndex: row.dayIndex, hash: row.reportHash, text: found.manifest };
}

/** A part of a day's report by its hash, the blake2b-256 of its UTF-8 bytes. Throws ServiceError. */
export async function readPart(ctx: Ctx, input: { day: string; part: string }): Promise<string> {
  const { part } = input;
  if (!PART_HASH.test(part)) {
    throw new ServiceError("bad-input", `"${part}" is not a part's hash: report.json names each with 64 digits.`);
  }
  const row = await loadPublishedDay(ctx, input);
  const text = await findPartOf(ctx.db, row.reportHash, part);
  if (text !== null) return text;
  throw new ServiceError("not-found", `The report of day ${row.dayIndex} has no part ${part}: report.json names them.`);
}

export type RewardPage = {
  readonly dayIndex: number;
  readonly reportHash: Hex;
  /** In the order of the addresses. */
  readonly rewards: readonly RewardRow[];
  /** Pass as `after` for the next page; null at the end. */
  readonly nextAfter: string | null;
};

/** A page of a day's lines, available once the report is published, before anything is approved. */
export async function listRewards(
  ctx: Ctx,
  input: { day: string; after?: string; limit?: number },
): Promise<RewardPage> {
  const row = await loadPublishedDay(ctx, input);
  const limit = Math.min(Math.max(1, input.limit ?? 100), MOST_REWARDS);
  const rows = await rewardsAfter(ctx.db, row, input.after ?? "", limit + 1);
  const page = rows.slice(0, limit);
  const nextAfter = rows.length > limit ? (page.at(-1)?.address ?? null) : null;
  return { dayIndex: row.dayIndex, reportHash: row.reportHash, rewards: page, nextAfter };
}

const LINES_A_READ = 2_000;

/** Those that a day had when its list was asked for. */
type Lines = { readonly dayIndex: DayIndex; readonly lineSetId: number };

/**
 * The whole list as CSV, in pieces, so that memory does not grow with the number of recipients. Throws if the day gets
 * other lines meanwhile: half a list of each would look like one.
 */
export async function* rewardsCsv({ db }: Ctx, lines: Lines): AsyncGenerator<string> {
  yield "day,address,identity,tokens,opening_lovelace,earned_lovelace,to_pay_lovelace,carried_lovelace,reason,batch\n";
  for (let after = ""; ; ) {
    const rows = await rewardsAfter(db, lines, after, LINES_A_READ);
    if (rows.length > 0) yield `${rows.map((row) => toCsvLine(lines.dayIndex, row)).join("\n")}\n`;
    const last = rows.at(-1);
    if (!last || rows.length < LINES_A_READ) return;
    after = last.address;
  }
}

function toCsvLine(dayIndex: number, row: RewardRow): string {
  const { openingLovelace, earnedLovelace, payoutLovelace, carriedLovelace, batchNo } = row;
  const amounts = [row.quantity, openingLovelace, earnedLovelace, payoutLovelace, carriedLovelace];
  return csvRecord([dayIndex, row.address, row.identity, ...amounts, row.reason, batchNo]);
}

/** Throws if the day got other lines meanwhile: these may be gone, and look like the end of the list. */
async function rewardsAfter(db: Database, lines: Lines, after: string, limit: number): Promise<RewardRow[]> {
  const { dayIndex, lineSetId } = lines;
  const rows = await db
    .select({
      address: rewardLine.address,
      identity: rewardLine.identity,
      quantity: rewardLine.quantity,
      openingLovelace: rewardLine.openingLovelace,
      earnedLovelace: rewardLine.earnedLovelace,
      payoutLovelace: rewardLine.payoutLovelace,
      carriedLovelace: rewardLine.carriedLovelace,
      reason: rewardLine.reason,
      batchNo: rewardLine.batchNo,
    })
    .from(rewardLine)
    .where(and(eq(rewardLine.setId, lineSetId), gt(rewardLine.address, after)))
    .orderBy(asc(rewardLine.address))
    .limit(limit);
  const { lineSetId: now } = await loadDay(db, dayIndex);
  if (now === lineSetId) return rows;
  throw new ServiceError("not-found", `Day ${dayIndex} was read again while its list was being sent. Ask again.`);
}
