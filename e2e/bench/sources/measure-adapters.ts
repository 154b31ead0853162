import { DIALECT_NAMES } from "@/server/devnet/dialects";
import { startDevnet } from "@/server/devnet/start";
import { liveToState } from "@/server/testing/services/steps";
import { startWorld, type World } from "@/server/testing/services/world";
import { SOURCES } from "@/server/testing/sources/dialects";
import { say } from "../timed";
import { confirmDay } from "./confirm-day";
import { type CountingProxy, type Proxies, startCountingProxy } from "./counting-proxy";
import type { Asked } from "./goals";
import { readDay } from "./read-day";

/**
 * One day is played and paid. Then each adapter reads the same chain into a database of its own, or, where it has no
 * bytes, confirms the day. Throws where one says otherwise than the others.
 */
export async function measureAdapters(restBlocks: number): Promise<Asked[]> {
  const world = await startWorld({
    startDevnet: (options) => startDevnet({ ...options, dialects: DIALECT_NAMES }),
  });
  const started: CountingProxy[] = [];
  try {
    await liveToState(world, world.firstDay, "FINAL");
    const proxies = await startProxies(world, started);
    const asked: Asked[] = [await confirmDay(world, proxies.graphql)];
    const told = new Set<string>();
    for (const dialect of SOURCES) {
      const read = await readDay(world, dialect, { proxies, restBlocks });
      asked.push(...read.asked);
      told.add(read.scanned);
    }
    if (told.size !== 1) throw new Error("two kinds of source have told two different days");
    for (const each of asked) tell(each);
    return asked;
  } finally {
    for (const proxy of started) await proxy.close();
    await world.stop();
  }
}

async function startProxies({ devnet }: World, started: CountingProxy[]): Promise<Proxies> {
  const start = async (target: string | undefined) => {
    const proxy = await startCountingProxy(target ?? "");
    started.push(proxy);
    return proxy;
  };
  return {
    blockfrost: await start(devnet.blockfrostUrl),
    kupo: await start(devnet.kupoUrl),
    ogmios: await start(devnet.ogmiosUrl),
    koios: await start(devnet.koiosUrl),
    graphql: await start(devnet.graphqlUrl),
  };
}

function tell({ server, calls, bytes, seconds, callsAtRest }: Asked): void {
  say(`  ${server}: ${calls} calls, ${bytes} bytes, ${seconds} s; ${callsAtRest} calls on a day at rest`);
}
