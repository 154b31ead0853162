import type { Database } from "@/db/client";
import { dayEndMs, dayIndexOf, dayStartMs } from "@/server/domain/day/calendar";
import type { NextMoment } from "@/server/domain/day/next-moment";
import type { Operations } from "@/server/domain/day/operations";
import { type DayState, STOPPED_DAY_STATES } from "@/server/domain/day/states";
import type { DayIndex, Hex, Lovelace, PosixMs } from "@/server/domain/units";
import { type ChainNow, chainNow } from "../chain-now";
import type { Context } from "../context";
import { type Backlog, isLate } from "../day/backlog";
import { nextPayout } from "../day/next-payout";
import { readSchedule, type Schedule } from "../day/read-schedule";
import { type LivePool, loadLivePool } from "../pool/load-pool";
import { operationsInForce, rulesInForce } from "../settings-in-force";
import { type Game, readGame } from "./internal/read-game";

export type PoolView = {
  readonly network: string;
  readonly policyId: Hex;
  readonly address: string;
  readonly balanceLovelace: Lovelace;
  readonly prizeAsset: string | null;
  readonly intervalMs: number;
  readonly dayIndex: DayIndex;
  readonly dayStartMs: PosixMs;
  readonly dayEndMs: PosixMs;
  /** Null if no rules are in force, so nobody can play. */
  readonly gameAddress: string | null;
  readonly minimumPlayLovelace: Lovelace | null;
  readonly block: ChainNow;
  /** The day that is paid next, and what it waits for. */
  readonly next: {
    readonly dayIndex: DayIndex;
    readonly state: DayState;
    readonly ended: boolean;
    readonly moment: NextMoment;
    readonly times: Schedule;
  };
  /** The days that have ended and are not paid, if they are more than the one that is always being paid; else null. */
  readonly late: Backlog | null;
  /** Why payments are stopped; null if they are not. */
  readonly stopped: { readonly dayIndex: DayIndex; readonly sinceMs: PosixMs } | null;
};

export type PoolAndGame = PoolView & { readonly game: Game };

/** The pool and the next payout, at our newest block. Null before there is a pool or a block. */
export async function readPoolView(ctx: Pick<Context, "db">): Promise<PoolView | null> {
  const { db } = ctx;
  const [now, pool] = await Promise.all([chainNow(db), loadLivePool(db)]);
  if (!now || !pool) return null;
  const { intervalMs } = pool.settings;
  const dayIndex = dayIndexOf(now.timeMs, intervalMs);
  const [inForce, operations] = await Promise.all([rulesInForce(db, dayIndex), operationsInForce(db)]);
  const { rules } = inForce ?? { rules: null };
  return {
    network: pool.settings.network,
    policyId: pool.row.policyId,
    address: pool.row.address,
    balanceLovelace: pool.held.lovelace,
    prizeAsset: rules?.prizeAsset ?? null,
    intervalMs,
    dayIndex,
    dayStartMs: dayStartMs(dayIndex, intervalMs),
    dayEndMs: dayEndMs(dayIndex, intervalMs),
    gameAddress: rules?.gameAddress ?? null,
    minimumPlayLovelace: rules?.participation.minimumLovelace ?? null,
    block: now,
    ...(await readNext(db, { now, pool, operations })),
  };
}

/** The same with the game. Pages that follow it have it from `publicPulse`, which is read once for all visitors. */
export async function readPoolAndGame(ctx: Pick<Context, "db">): Promise<PoolAndGame | null> {
  const view = await readPoolView(ctx);
  return view && { ...view, game: await readGame(ctx.db, view.dayIndex, view.dayStartMs) };
}

/** If every day is settled, the running day is next. */
async function readNext(
  db: Database,
  by: { readonly now: ChainNow; readonly pool: LivePool; readonly operations: Operations },
): Promise<Pick<PoolView, "next" | "late" | "stopped">> {
  const { now, operations } = by;
  const { intervalMs } = by.pool.settings;
  const found = await nextPayout(db, by);
  if (!found) {
    const dayIndex = dayIndexOf(now.timeMs, intervalMs);
    const running = { dayIndex, state: "OPEN", frozenFrom: null, deadlineMs: null, closing: null } as const;
    const times = await readSchedule(db, running, { now, operations, intervalMs, backlog: null });
    const moment = { kind: "day-ends", atMs: times.dayEndMs } as const;
    return { next: { dayIndex, state: "OPEN", ended: false, moment, times }, late: null, stopped: null };
  }
  const { dayIndex, state, moment, times, backlog } = found;
  return {
    next: { dayIndex, state, ended: now.timeMs >= times.dayEndMs, moment, times },
    late: isLate(backlog) ? backlog : null,
    stopped: STOPPED_DAY_STATES.includes(state) ? { dayIndex, sinceMs: found.stateSinceMs } : null,
  };
}
