import { mock } from "node:test";
import { operationsVersion, sourceState } from "@/db/schema";
import type { TestDatabase } from "@/db/testing/database";
import { createBlockfrostSource } from "@/server/chain/sources/blockfrost/source";
import { runJob } from "@/server/jobs/run-job";
import type { PayoutContext } from "@/server/services/payout/payout-context";
import { readDayOnceMore } from "@/server/testing/scan/last-reading";
import type { GameChain } from "./chain/game-chain";
import { type CountingServer, LATER_PAGE } from "./chain/server";
import type { View } from "./chain/view";
import { contextOf } from "./lab";

/** SCHEDULER_INTERVAL_MS of a new installation. */
const ROUND_MS = 5_000;
const HOUR_MS = 3_600_000;

export type Day = {
  readonly calls: number;
  /** Before it, where no day was calculated yet: history is compared once. */
  readonly firstDay: number;
  /** Second and later pages of lists. */
  readonly pages: number;
  readonly byRoute: ReadonlyMap<string, number>;
  /** Of a look at the source; the median. */
  readonly stepMs: number;
};

export type Live = {
  readonly chain: GameChain;
  readonly view: View;
  readonly server: CountingServer;
  readonly database: TestDatabase;
};

/**
 * Lives through hours of the chain at the pace of the scheduler, on a clock of its own: the jobs that ask the source
 * run at every round of the first hour, and after that only where the scan does not rest, since it asks nothing then.
 * At the end all that was read is compared once more, as before a day is calculated.
 */
export async function followDay({ chain, view, server, database }: Live, hours: number): Promise<Day> {
  const source = createBlockfrostSource({ url: server.url, name: "the bench's server" });
  const ctx = contextOf(database, source);
  const { blocks } = chain.store;
  const startMs = blocks[view.tip]?.timeMs ?? 0;
  const first = view.tip;
  const steps: number[] = [];
  // Those of a new installation.
  await ctx.db.insert(operationsVersion).values({ version: 1, document: {}, author: "cli:bench" });
  // A day like any other: all history was compared once, on the first one.
  server.reset();
  await compareAll(ctx, null);
  const { calls: firstDay } = sumUp(server);
  server.reset();
  mock.timers.enable({ apis: ["Date"], now: startMs });
  try {
    for (let nowMs = startMs; nowMs < startMs + hours * HOUR_MS; nowMs += ROUND_MS) {
      mock.timers.setTime(nowMs);
      while ((blocks[view.tip + 1]?.timeMs ?? Infinity) <= nowMs) view.tip += 1;
      const begun = process.hrtime.bigint();
      await runJob(ctx, "scan");
      steps.push(Number(process.hrtime.bigint() - begun) / 1e6);
      if (nowMs < startMs + HOUR_MS) await runJob(ctx, "confirm");
      else while (nowMs + ROUND_MS < (await restsUntil(ctx.db))) nowMs += ROUND_MS;
    }
    await compareAll(ctx, first);
  } finally {
    mock.timers.reset();
  }
  return { ...sumUp(server), firstDay, stepMs: median(steps) };
}

async function compareAll(ctx: PayoutContext, since: number | null): Promise<void> {
  const problem = await readDayOnceMore(ctx, since);
  if (problem !== null) throw new Error(problem);
}

function sumUp(server: CountingServer) {
  const byRoute = new Map(server.calls);
  const sumOf = (isWanted: (route: string) => boolean) =>
    [...byRoute].reduce((sum, [route, count]) => sum + (isWanted(route) ? count : 0), 0);
  return { calls: sumOf(() => true), pages: sumOf((route) => route.endsWith(LATER_PAGE)), byRoute };
}

async function restsUntil(db: TestDatabase["db"]): Promise<number> {
  const [state] = await db.select().from(sourceState);
  return state?.nextReadAt?.getTime() ?? 0;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
