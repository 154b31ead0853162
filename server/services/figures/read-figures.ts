import type { Database } from "@/db/client";
import { type Figure, known } from "@/server/domain/monitoring/figures";
import type { Logger } from "@/server/logger";
import { healthCheck } from "../health/health-check";
import { inTime } from "../in-time";
import { readChain } from "./internal/read-chain";
import { readDays } from "./internal/read-days";
import { figuresOfParts, readLookAges } from "./internal/read-health";
import { readIncidents } from "./internal/read-incidents";
import { readMessages } from "./internal/read-messages";
import { readMoney } from "./internal/read-money";
import { readService } from "./internal/read-service";
import { readServiceMetrics } from "./internal/read-service-metrics";

/** Where the database is, which may be away: then it throws, or never answers. */
type FiguresContext = { readonly database: () => Promise<Database>; readonly log: Logger };

const GROUPS: readonly (readonly [group: string, read: (db: Database, nowMs: number) => Promise<Figure[]>])[] = [
  ["looks", readLookAges],
  ["metrics", readServiceMetrics],
  ["incidents", readIncidents],
  ["messages", readMessages],
  ["days", readDays],
  ["money", readMoney],
  ["chain", readChain],
  ["service", readService],
];

/**
 * Reads every figure that Prometheus is told, from the database alone. Never throws, and takes 5 s at most: while the
 * database is away, `oracle_up` is 0 and nothing else is known; a group that cannot be read says so and hides no other.
 * One reading at a time: what a slow database has not answered yet is not asked again.
 */
export function openFigures(ctx: FiguresContext): (nowMs: number) => Promise<Figure[]> {
  let underWay: Promise<Figure[]> | null = null;
  return async (nowMs) => {
    underWay ??= readAll(ctx, nowMs).finally(() => {
      underWay = null;
    });
    try {
      return await inTime(underWay, "the figures could not be read");
    } catch (error) {
      ctx.log.warn({ err: error }, "the figures for Prometheus could not be read");
      return known("oracle_up", 0);
    }
  };
}

async function readAll({ database, log }: FiguresContext, nowMs: number): Promise<Figure[]> {
  const db = await database();
  const { parts } = await healthCheck({ db, log }, nowMs);
  const isUp = parts.some(({ name, state }) => name === "database" && state === "ok");
  const figures = [...known("oracle_up", isUp ? 1 : 0), ...figuresOfParts(parts)];
  if (!isUp) return figures;
  // One after the other: they may not take more than one connection from the watch's own looks.
  for (const [group, read] of GROUPS) {
    try {
      figures.push(...(await read(db, nowMs)), ...known("oracle_figures_read", 1, { group }));
    } catch (error) {
      log.warn({ err: error, group }, "a group of figures for Prometheus could not be read");
      figures.push(...known("oracle_figures_read", 0, { group }));
    }
  }
  return figures;
}
