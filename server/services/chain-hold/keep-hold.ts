import { and, desc, eq, isNull } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { chainHold } from "@/db/schema";
import { withTransaction } from "@/db/transaction";
import type { Operations } from "@/server/domain/day/operations";
import { type ChainTrouble, troubleKey } from "@/server/domain/monitoring/chain-evidence";
import { judgeChain } from "@/server/domain/monitoring/judge-chain";
import type { PosixMs } from "@/server/domain/units";
import { type ChainHold, findHold } from "./find-hold";
import { noteSight } from "./internal/note-sight";
import { recordHold } from "./internal/record-hold";
import { readChain } from "./read-chain";

type Keeping = {
  readonly network: string;
  readonly operations: Pick<Operations, "restMs" | "mostRollback" | "holdWellMs">;
  /** By this machine's clock. */
  readonly nowMs: PosixMs;
};

type Verdict = readonly ChainTrouble[] | null;

/**
 * Looks at the chain, holds payouts as soon as it is not well, and lets them go on once it has been well for long.
 * Answers the hold that is open. Each change is one conditional update with its audit row and event, so that two
 * engines, or one that is killed in between, come to the same.
 */
export async function keepHold(db: Database, keeping: Keeping): Promise<ChainHold | null> {
  const { nowMs } = keeping;
  const evidence = await readChain(db, keeping);
  const verdict = judgeChain({ ...evidence, sight: await noteSight(db, evidence, nowMs) }, nowMs);
  const open = await findHold(db);
  if (open) {
    await withTransaction(db, (tx) => keepOpen(tx, open, verdict, keeping));
    return findHold(db);
  }
  // Nobody can tell: what was accepted stays so, and what is not known to be wrong holds nothing.
  if (verdict === null) return null;
  if ((await withoutAccepted(db, verdict, keeping)).length === 0) return null;
  await withTransaction(db, (tx) => hold(tx, verdict, nowMs));
  return findHold(db);
}

async function hold(tx: Transaction, troubles: readonly ChainTrouble[], nowMs: PosixMs): Promise<void> {
  const made = await tx
    .insert(chainHold)
    .values({ heldAt: new Date(nowMs), troubles })
    .onConflictDoNothing()
    .returning({ id: chainHold.id });
  const [row] = made;
  if (row) await recordHold(tx, { what: "held", id: row.id, troubles, nowMs });
}

async function keepOpen(tx: Transaction, open: ChainHold, verdict: Verdict, keeping: Keeping): Promise<void> {
  const { nowMs, operations } = keeping;
  const isSeen = and(eq(chainHold.id, open.id), isNull(chainHold.releasedAt));
  const isWell = verdict !== null && verdict.length === 0;
  if (!isWell) {
    const troubles = verdict ?? open.troubles;
    if (open.wellSinceMs === null && keysOf(troubles) === keysOf(open.troubles)) return;
    await tx.update(chainHold).set({ wellSince: null, troubles }).where(isSeen);
    return;
  }
  if (open.wellSinceMs === null) {
    await tx
      .update(chainHold)
      .set({ wellSince: new Date(nowMs) })
      .where(and(isSeen, isNull(chainHold.wellSince)));
    return;
  }
  if (nowMs - open.wellSinceMs < operations.holdWellMs) return;
  const released = await tx
    .update(chainHold)
    .set({ releasedAt: new Date(nowMs) })
    .where(and(isSeen, eq(chainHold.wellSince, new Date(open.wellSinceMs))))
    .returning({ id: chainHold.id });
  if (released.length > 0) await recordHold(tx, { what: "released", id: open.id, troubles: open.troubles, nowMs });
}

/**
 * Two people have accepted what lasts since the last hold, also where it comes and goes. What has been away for as long
 * as a hold waits has ended, and is accepted no more.
 */
async function withoutAccepted(
  db: Database,
  found: readonly ChainTrouble[],
  { nowMs, operations }: Keeping,
): Promise<readonly ChainTrouble[]> {
  const [last] = await db.select().from(chainHold).orderBy(desc(chainHold.id)).limit(1);
  if (!last || last.accepted.length === 0) return found;
  const { id, accepted } = last;
  const wellMs = last.wellSince?.getTime() ?? null;
  const lasting = accepted.filter((key) => found.some((trouble) => troubleKey(trouble) === key));
  // Not of the future: a clock was put back since.
  const awayMs = lasting.length === accepted.length ? null : Math.min(wellMs ?? nowMs, nowMs);
  const hasEnded = awayMs !== null && nowMs - awayMs >= operations.holdWellMs;
  if (hasEnded || awayMs !== wellMs) {
    const wellSince = hasEnded || awayMs === null ? null : new Date(awayMs);
    await db
      .update(chainHold)
      .set({ wellSince, accepted: hasEnded ? lasting : accepted })
      .where(eq(chainHold.id, id));
  }
  return found.filter((trouble) => !accepted.includes(troubleKey(trouble)));
}

const keysOf = (troubles: readonly ChainTrouble[]) => troubles.map(troubleKey).sort().join();
