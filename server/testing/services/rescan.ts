import { createBeside, dropBeside } from "@/db/beside";
import { closeDatabase, connectDatabase, type Database } from "@/db/client";
import { compareScans } from "@/server/services/scan/compare-scans";
import { followTheSame } from "@/server/services/scan/follow-the-same";
import { scanChain } from "@/server/services/scan/scan-chain";
import { type SwapOrder, type SwapOutcome, swapScan } from "@/server/services/scan/swap-scan";
import type { World } from "./world";
import { SNAPSHOT_DEPTH } from "./world-terms";

/** A rescan of a world, step by step: what may happen between two steps is the test's. */
export type Rescan = {
  readonly fresh: Database;
  readOn(): Promise<void>;
  compare(): ReturnType<typeof compareScans>;
  /** What was compared last is swapped in. */
  swap(replaceReason?: string): Promise<SwapOutcome>;
  end(): Promise<void>;
};

export async function startRescan({ ctx, database }: Pick<World, "ctx" | "database">): Promise<Rescan> {
  await createBeside(database.url);
  const fresh = await connectDatabase(database.url, { isBeside: true, max: 3 });
  let compared: Awaited<ReturnType<typeof compareScans>> | null = null;
  const compare = async () => {
    compared = await compareScans(ctx.db, fresh, SNAPSHOT_DEPTH);
    return compared;
  };
  return {
    fresh,
    async readOn() {
      await followTheSame(ctx.db, fresh);
      while ((await scanChain({ ...ctx, db: fresh })).result === "again");
    },
    compare,
    async swap(replaceReason) {
      const order: SwapOrder = { actor: "cli:test", replaceReason: replaceReason ?? null };
      return swapScan({ ...ctx, fresh }, compared ?? (await compare()), order);
    },
    async end() {
      await closeDatabase(fresh);
      await dropBeside(database.url);
    },
  };
}
