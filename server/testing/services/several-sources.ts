import { eq } from "drizzle-orm";
import { sourceHealth } from "@/db/schema";
import { aroundSource } from "@/server/chain/sources/every-question";
import { type OpenedSource, type OpenSettings, openSources } from "@/server/chain/sources/open-sources";
import type { SourceName } from "@/server/domain/source/names";
import type { PayoutContext } from "@/server/services/payout/payout-context";
import { keepSources } from "@/server/services/sources/keep-sources";
import { type MortalDoor, startMortalDoor } from "./mortal-door";
import { type MortalServer, startMortalServer } from "./mortal-server";
import type { World } from "./world";
import { NETWORK_MAGIC } from "./world-terms";

/** An engine that has several sources. */
export type Watched = {
  readonly ctx: PayoutContext;
  /** For each step that was begun, in order: the sources that answered a question of it. */
  readonly steps: readonly ReadonlySet<SourceName>[];
  /** How a source is, as all instances know it. Throws before it was asked anything. */
  healthOf(name: SourceName): Promise<typeof sourceHealth.$inferSelect>;
};

export type SeveralSources = Watched & {
  readonly first: MortalServer;
  readonly second: MortalServer;
  /** The server that a step would be read from now; null where none can be asked. */
  chosen(): Promise<MortalServer | null>;
  stop(): Promise<void>;
};

/** Two servers that tell the chain of one devnet, and an engine that reads from them. */
export async function startSeveralSources(world: World): Promise<SeveralSources> {
  const first = await startMortalServer(world.devnet.url);
  const second = await startMortalServer(world.devnet.url);
  const watched = await watchSources(world, { BLOCKFROST_URL: first.url, BLOCKFROST_BACKUP_URL: second.url });
  return {
    ...watched,
    first,
    second,
    async chosen() {
      const chosen = await watched.ctx.sources?.choose();
      return [first, second].find(({ url }) => chosen?.source.name.includes(new URL(url).host)) ?? null;
    },
    async stop() {
      await first.kill();
      await second.kill();
    },
  };
}

export type SourcesOfAllKinds = Watched & {
  readonly doors: Readonly<Record<"blockfrost" | "kupo" | "ogmios" | "koios", MortalDoor>>;
  stop(): Promise<void>;
};

/** Servers of three kinds that tell it, and an engine that has them in this order. */
export async function startSourcesOfAllKinds(
  world: World,
  order: readonly SourceName[],
  change: Partial<OpenSettings> = {},
): Promise<SourcesOfAllKinds> {
  const { url, kupoUrl = "", ogmiosUrl = "", koiosUrl = "" } = world.devnet;
  const doors = {
    blockfrost: await startMortalDoor(url),
    kupo: await startMortalDoor(kupoUrl),
    ogmios: await startMortalDoor(ogmiosUrl),
    koios: await startMortalDoor(koiosUrl),
  };
  const through = (at: string, { host }: MortalDoor) => `${at.slice(0, at.indexOf("//") + 2)}${host}${pathOf(at)}`;
  const settings = {
    BLOCKFROST_URL: through(url, doors.blockfrost),
    KUPO_URL: through(kupoUrl, doors.kupo),
    OGMIOS_URL: through(ogmiosUrl, doors.ogmios),
    KOIOS_URL: through(koiosUrl, doors.koios),
    SOURCES: [...order],
    ...change,
  };
  return {
    doors,
    ...(await watchSources(world, settings)),
    async stop() {
      for (const door of Object.values(doors)) await door.kill();
    },
  };
}

const pathOf = (url: string) => new URL(url).pathname.replace(/\/$/, "");

async function watchSources(world: World, settings: OpenSettings): Promise<Watched> {
  const steps: Set<SourceName>[] = [];
  const noted = openSources({ ...settings, NETWORK_MAGIC }).map((each): OpenedSource => {
    if (!each.hasBytes) return each;
    const source = aroundSource(each.source, async (ask) => {
      const step = steps.at(-1);
      const answer = await ask();
      step?.add(each.name);
      return answer;
    });
    return { ...each, source };
  });
  const { db, log } = world.ctx;
  const keeper = keepSources(noted, { db, log });
  const sources: typeof keeper = {
    ...keeper,
    async choose(how) {
      const chosen = await keeper.choose(how);
      steps.push(new Set());
      return chosen;
    },
  };
  return {
    ctx: { ...world.ctx, ...(await sources.choose()), sources },
    steps,
    async healthOf(name) {
      const [row] = await db.select().from(sourceHealth).where(eq(sourceHealth.name, name));
      if (!row) throw new Error(`there is no row of ${name}`);
      return row;
    },
  };
}
