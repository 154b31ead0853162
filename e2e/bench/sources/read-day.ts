import { mock } from "node:test";
import { operationsVersion, sourceState } from "@/db/schema";
import type { ChainSource } from "@/server/domain/ports";
import { runJob } from "@/server/jobs/run-job";
import type { PayoutContext } from "@/server/services/payout/payout-context";
import { scanChain } from "@/server/services/scan/scan-chain";
import { dumpRead, withFreshScan } from "@/server/testing/services/scanner-tables";
import type { World } from "@/server/testing/services/world";
import type { Dialect } from "@/server/testing/sources/dialects";
import type { CountingProxy, Proxies } from "./counting-proxy";
import type { Asked } from "./goals";

const DAY_S = 86_400;
/** On mainnet, on average. */
const BLOCK_S = 20;
/** SCHEDULER_INTERVAL_MS of a new installation. */
const ROUND_MS = 5_000;

type Lab = { readonly proxies: Proxies; readonly restBlocks: number };

/** Reads the whole chain into a database of its own, and then follows it through blocks in which nothing happens. */
export async function readDay(
  world: World,
  dialect: Dialect<ChainSource>,
  { proxies, restBlocks }: Lab,
): Promise<{ readonly asked: Asked[]; readonly scanned: string }> {
  const { blockfrost, kupo, ogmios, koios } = proxies;
  const servers: [string, CountingProxy][] =
    dialect.kind === "kupo"
      ? [
          ["Kupo", kupo],
          ["Ogmios", ogmios],
        ]
      : [[dialect.name, dialect.kind === "koios" ? koios : blockfrost]];
  const { source, close } = await dialect.open({
    ...world.devnet,
    url: blockfrost.url,
    kupoUrl: kupo.url,
    ogmiosUrl: ogmios.url,
    koiosUrl: koios.url,
  });
  for (const [, server] of servers) server.reset();
  try {
    return await withFreshScan({ ctx: { ...world.ctx, source } }, async (db) => {
      const ctx = { ...world.ctx, source, db };
      const scanned = await dumpRead(db);
      const read = servers.map(([server, { counted }]) => ({ server, ...counted }));
      await rest(world, ctx, servers, restBlocks);
      const asked = read.map(({ server, calls, bytes, firstMs, lastMs }, at) => {
        const seconds = Math.round(lastMs - firstMs) / 1_000;
        const atRest = servers[at]?.[1].counted.calls ?? 0;
        return { server, calls, bytes, seconds, callsAtRest: Math.round((atRest * DAY_S) / (restBlocks * BLOCK_S)) };
      });
      return { asked, scanned };
    });
  } finally {
    await close();
  }
}

/** At the pace of the scheduler, on a clock of its own: rounds in which the scan rests ask nothing. */
async function rest(world: World, ctx: PayoutContext, servers: readonly [string, CountingProxy][], blocks: number) {
  // Those of a new installation, with its pauses.
  await ctx.db.insert(operationsVersion).values({ version: 1_000, document: {}, author: "cli:bench" });
  while ((await scanChain(ctx)).result === "again");
  for (const [, server] of servers) server.reset();
  const startMs = Date.now();
  mock.timers.enable({ apis: ["Date"], now: startMs });
  try {
    for (let ms = 0; ms < blocks * BLOCK_S * 1_000; ms += ROUND_MS) {
      mock.timers.setTime(startMs + ms);
      if (ms % (BLOCK_S * 1_000) === 0) await world.control.mine(1);
      const [state] = await ctx.db.select().from(sourceState);
      if ((state?.nextReadAt?.getTime() ?? 0) > startMs + ms) continue;
      while ((await runJob(ctx, "scan")).result === "again");
    }
  } finally {
    mock.timers.reset();
  }
}
