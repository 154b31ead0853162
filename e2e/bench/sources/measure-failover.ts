import { type AddressInfo, createServer } from "node:net";
import { openSources } from "@/server/chain/sources/open-sources";
import { runJob } from "@/server/jobs/run-job";
import { keepSources } from "@/server/services/sources/keep-sources";
import { dumpFreshScan, dumpScan } from "@/server/testing/services/scanner-tables";
import { startSeveralSources } from "@/server/testing/services/several-sources";
import { switchSources } from "@/server/testing/services/switch-sources";
import { startWorld, type World } from "@/server/testing/services/world";
import { NETWORK_MAGIC } from "@/server/testing/services/world-terms";
import { say, timed } from "../timed";

export type Failover = { readonly seconds: number; readonly mixed: number; readonly isDiffering: boolean };

/** The source that is read from fails in the middle of a step, so often; and once one takes questions and is silent. */
export async function measureFailover(switches: number): Promise<Failover> {
  const world = await startWorld();
  try {
    const several = await startSeveralSources(world);
    try {
      await runJob(several.ctx, "scan");
      const { mixed, slowestMs } = await switchSources(world, several, { switches });
      while ((await runJob(several.ctx, "scan")).result === "again");
      const isDiffering = (await dumpScan(world.ctx.db)) !== (await dumpFreshScan(world));
      say(`  the slowest took ${Math.round(slowestMs)} ms`);
      const silentMs = await leaveSilent(world);
      say(`  from one that takes questions and says nothing: ${Math.round(silentMs)} ms`);
      return { seconds: Math.round(Math.max(slowestMs, silentMs)) / 1_000, mixed, isDiffering };
    } finally {
      await several.stop();
    }
  } finally {
    await world.stop();
  }
}

/** The worst case: nothing is refused, so that only patience ends. */
async function leaveSilent(world: World): Promise<number> {
  const silent = createServer();
  await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
  const sockets = new Set<{ destroy(): void }>();
  silent.on("connection", (socket) => sockets.add(socket.on("error", () => undefined)));
  try {
    const url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
    const opened = openSources({ BLOCKFROST_URL: url, BLOCKFROST_BACKUP_URL: world.devnet.url, NETWORK_MAGIC });
    const { db, log } = world.ctx;
    const ctx = { ...world.ctx, sources: keepSources(opened, { db, log }) };
    await world.control.mine(1);
    const { value, ms } = await timed(() => runJob(ctx, "scan"));
    if (value.result !== "done" && value.result !== "again") throw new Error(`the scan says: ${value.detail}`);
    return ms;
  } finally {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => silent.close(resolve));
  }
}
