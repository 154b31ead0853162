import { createBlockfrostSource } from "@/server/chain/sources/blockfrost/source";
import { type Difference, startForwardingServer } from "../chain/forwarding-server";
import { startWorld, type World, type WorldOptions } from "./world";

export type HeardWorld = World & {
  /** Every path that the source was asked for, without the API's prefix; a test may empty it. */
  readonly asked: string[];
  /** How many of them fit. */
  timesAsked(pattern: RegExp): number;
};

/** A world whose source is listened to, and may be told to answer differently. */
export async function startHeardWorld(
  options: WorldOptions = {},
  differs: Difference = () => null,
): Promise<HeardWorld> {
  const asked: string[] = [];
  const world = await startWorld(options);
  const { origin, pathname } = new URL(world.devnet.url);
  const server = await startForwardingServer(origin, (path, query) => {
    const route = path.slice(pathname.length);
    asked.push(route);
    return differs(route, query);
  });
  const source = createBlockfrostSource({ url: server.url + pathname, name: "devnet" });
  return {
    ...world,
    ctx: { ...world.ctx, source },
    asked,
    timesAsked: (pattern) => asked.filter((path) => pattern.test(path)).length,
    async stop() {
      await server.close();
      await world.stop();
    },
  };
}
