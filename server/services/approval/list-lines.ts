import { and, asc, desc, gt, ilike, lt, or } from "drizzle-orm";
import type { Database } from "@/db/client";
import { rewardLine } from "@/db/schema";
import type { LineReason } from "@/server/domain/rewards/reward-line";
import { escapeLike } from "../escape-like";
import { ofDay } from "../lines-of-day";

export type LineView = {
  readonly address: string;
  readonly identity: string;
  readonly quantity: bigint;
  readonly earnedLovelace: bigint;
  readonly openingLovelace: bigint;
  readonly payoutLovelace: bigint;
  readonly carriedLovelace: bigint;
  readonly reason: LineReason;
  readonly batchNo: number | null;
};

export type LinePage = {
  readonly lines: readonly LineView[];
  /** Keys of the neighbouring pages; null at an end. */
  readonly before: string | null;
  readonly after: string | null;
};

export type LineQuery = {
  /** Part of an address or of an identity. */
  readonly search?: string;
  /** Lines after, or before, this address in the order of addresses. */
  readonly after?: string;
  readonly before?: string;
  readonly limit: number;
};

/** A page of a day's lines by address, starting at a key and not at an offset: no row is skipped or repeated. */
export async function listLines(db: Database, dayIndex: number, query: LineQuery): Promise<LinePage> {
  const { search, after, before, limit } = query;
  const backwards = before !== undefined;
  const like = search ? `%${escapeLike(search)}%` : null;
  const rows = await db
    .select()
    .from(rewardLine)
    .where(
      and(
        ofDay(dayIndex),
        after === undefined ? undefined : gt(rewardLine.address, after),
        before === undefined ? undefined : lt(rewardLine.address, before),
        like === null ? undefined : or(ilike(rewardLine.address, like), ilike(rewardLine.identity, like)),
      ),
    )
    .orderBy(backwards ? desc(rewardLine.address) : asc(rewardLine.address))
    .limit(limit + 1);
  const more = rows.length > limit;
  const lines = backwards ? rows.slice(0, limit).reverse() : rows.slice(0, limit);
  const hasBefore = backwards ? more : after !== undefined;
  const hasAfter = backwards ? true : more;
  return {
    lines,
    before: hasBefore ? (lines[0]?.address ?? null) : null,
    after: hasAfter ? (lines.at(-1)?.address ?? null) : null,
  };
}

/** The lines that are paid the most. */
export async function largestLines(db: Database, dayIndex: number, limit: number): Promise<LineView[]> {
  return db
    .select()
    .from(rewardLine)
    .where(and(ofDay(dayIndex), gt(rewardLine.payoutLovelace, 0n)))
    .orderBy(desc(rewardLine.payoutLovelace), asc(rewardLine.address))
    .limit(limit);
}
