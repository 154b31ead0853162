import { eq } from "drizzle-orm";
import { sourceHealth } from "@/db/schema";
import { aroundSource } from "@/server/chain/sources/every-question";
import { type OpenedSource, openSources } from "@/server/chain/sources/open-sources";
import type { SourceName } from "@/server/domain/source/names";
import type { PayoutContext } from "@/server/services/payout/payout-context";
import { keepSources } from "@/server/services/sources/keep-sources";
import { type MortalServer, startMortalServer } from "./mortal-server";
import type { World } from "./world";
import { NETWORK_MAGIC } from "./world-terms";

export type SeveralSources = {
  readonly first: MortalServer;
  readonly second: MortalServer;
  /** The context of an engine that has both. */
  readonly ctx: PayoutContext;
  /** For each step that was begun, in order: the sources that answered a question of it. */
  readonly steps: readonly ReadonlySet<SourceName>[];
  /** The server that a step would be read from now; null where none can be asked. */
  chosen(): Promise<MortalServer | null>;
  /** How a source is, as all instances know it. Throws before it was asked anything. */
  healthOf(name: SourceName): Promise<typeof sourceHealth.$inferSelect>;
  stop(): Promise<void>;
};

/** Two servers that tell the chain of one devnet, and an engine that reads from them. */
export async function startSeveralSources(world: World): Promise<SeveralSources> {
  const first = await startMortalServer(world.devnet.url);
  const second = await startMortalServer(world.devnet.url);
  const steps: Set<SourceName>[] = [];
  const opened = openSources({
    BLOCKFROST_URL: first.url,
    BLOCKFROST_BACKUP_URL: second.url,
    NETWORK_MAGIC,
  });
  const noted = opened.map((each): OpenedSource => {
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
    first,
    second,
    ctx: { ...world.ctx, ...(await sources.choose()), sources },
    steps,
    async chosen() {
      const { source } = await sources.choose();
      return [first, second].find(({ url }) => source.name.includes(new URL(url).host)) ?? null;
    },
    async healthOf(name) {
      const [row] = await db.select().from(sourceHealth).where(eq(sourceHealth.name, name));
      if (!row) throw new Error(`there is no row of ${name}`);
      return row;
    },
    async stop() {
      await first.kill();
      await second.kill();
    },
  };
}
