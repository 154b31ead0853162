import { gte } from "drizzle-orm";
import type { Database } from "@/db/client";
import { chainRollback, chainSight, sourceHealth, sourceState } from "@/db/schema";
import type { Operations } from "@/server/domain/day/operations";
import type { ChainEvidence, SeenSource } from "@/server/domain/monitoring/chain-evidence";
import type { PosixMs } from "@/server/domain/units";
import { readScanRuns } from "../scan-runs";

/** Nothing that is judged is older. */
const READ_FOR_MS = 3_600_000;

export type ReadFor = {
  readonly network: string;
  readonly operations: Pick<Operations, "restMs" | "mostRollback">;
  readonly nowMs: PosixMs;
};

/** What is stored of how the chain is. A few rows are read, however long its history is. */
export async function readChain(db: Database, { network, operations, nowMs }: ReadFor): Promise<ChainEvidence> {
  const [scan] = await db.select().from(sourceState);
  const [sight] = await db.select().from(chainSight);
  const { newest, good } = await readScanRuns(db);
  const rollbacks = await db
    .select()
    .from(chainRollback)
    .where(gte(chainRollback.writtenAt, new Date(nowMs - READ_FOR_MS)));
  return {
    network,
    scan: scan ? { height: scan.height, tip: { height: scan.tipHeight, timeMs: scan.tipTimeMs } } : null,
    run: newest
      ? { atMs: newest.startedAt.getTime(), needsHuman: newest.result === "needs-human" ? newest.detail : null }
      : null,
    goodRunMs: good?.startedAt.getTime() ?? null,
    restMs: operations.restMs,
    sources: (await db.select().from(sourceHealth)).map(toSeen),
    sight: sight ? { newestMs: sight.newestAt.getTime(), behindSinceMs: sight.behindSince?.getTime() ?? null } : null,
    rollbacks: rollbacks.map(({ fromHeight, toHeight, writtenAt }) => {
      return { fromHeight, toHeight, atMs: writtenAt.getTime() };
    }),
    mostRollback: operations.mostRollback,
  };
}

function toSeen(row: typeof sourceHealth.$inferSelect): SeenSource {
  const { name, state, reason, sinceMs, hasBytes, tipHeight, tipTimeMs, lookedAtMs } = row;
  const tip = tipHeight === null || tipTimeMs === null ? null : { height: tipHeight, timeMs: tipTimeMs };
  return { name, state, reason, sinceMs, hasBytes, tip, lookedAtMs };
}
