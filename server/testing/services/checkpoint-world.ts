import { and, arrayOverlaps, desc, eq, gt, inArray, lte } from "drizzle-orm";
import { chainTransaction, followed, replayCheckpoint, scanRevision, snapshot } from "@/db/schema";
import { withTransaction } from "@/db/transaction";
import type { SecondCalculation } from "@/server/domain/plan/findings";
import type { Rules } from "@/server/domain/rules/rules";
import { emptyState, type ReplayTerms, replayPortion } from "@/server/domain/second-calculation/replay";
import { newestFinalSnapshot } from "@/server/services/advance/internal/checkpoints";
import { readPortions } from "@/server/services/advance/internal/raw-transactions";
import { calculateAgain } from "@/server/services/advance/internal/second-calculation";
import { chainNow } from "@/server/services/chain-now";
import { calculateFromTables, readDayInput } from "@/server/services/day/calculate";
import type { Situation } from "@/server/services/day/situation";
import { loadSnapshot, type SnapshotRow } from "@/server/services/day/snapshot";
import type { PayoutContext } from "@/server/services/payout/payout-context";
import { loadLivePool } from "@/server/services/pool/load-pool";
import { raiseScanEpoch } from "@/server/services/scan-epoch";
import { operationsInForce, rulesOfVersion } from "@/server/services/settings-in-force";
import { NOT_FOUND } from "../chain/canned-server";
import { payment } from "../chain/wallet";
import { startHeardWorld } from "./heard-world";
import { dayOf, snapshotOf } from "./look";
import { endNextDay, liveToState, stepToState } from "./steps";
import type { World } from "./world";

export type CheckpointWorld = Awaited<ReturnType<typeof startCheckpointWorld>>;

/** Everybody who plays does so once more, in one block, and moves the tokens with it. */
async function playAll(world: World): Promise<void> {
  for (const { wallet, plays } of world.players) {
    const coins = plays ? await world.ctx.source.unspentOutputs(wallet.address) : [];
    const coin = coins.find(({ assets }) => Object.keys(assets).length > 0);
    if (coin)
      await world.ctx.source.submit(payment(wallet, coin, { address: world.gameAddress, lovelace: 3_000_000n }));
  }
  await world.control.mine(1);
}

/**
 * Three days are FINAL, each with its plays; the next is held at CHECKED, so that it can be calculated again and again.
 * One player's play is older than all of them and became known after them.
 */
export async function startCheckpointWorld() {
  let hidden = "";
  const idle = { tokens: 0n, plays: false };
  const who = [{ tokens: 600n, plays: true }, { tokens: 400n, plays: true }, idle];
  const world = await startHeardWorld({ players: who }, (path) =>
    hidden && path.startsWith(`txs/${hidden}`) ? NOT_FOUND : null,
  );
  const { ctx, control, players, gameAddress } = world;
  // The third player's play waits: the source does not have what was spent.
  const [coin] = players[2] ? await ctx.source.unspentOutputs(players[2].wallet.address) : [];
  if (!players[2] || !coin) throw new Error("there is no third player");
  hidden = coin.ref.txHash;
  await ctx.source.submit(payment(players[2].wallet, coin, { address: gameAddress, lovelace: 3_000_000n }));
  const latePlay = (await control.state()).mempool.at(-1) ?? "";
  await control.mine(1);
  for (let day = world.firstDay; day < world.firstDay + 3; day++) {
    await liveToState(world, day, "FINAL");
    await playAll(world);
  }
  // Above the newest checkpoint somebody spends what is made above it.
  await playAll(world);
  const today = await endNextDay(world);
  // Known from today on, though it is older than every checkpoint.
  hidden = "";
  await stepToState(world, today, "CHECKED");

  async function situationOf(read: SnapshotRow): Promise<Situation> {
    const { db } = world.ctx;
    const [now, pool] = [await chainNow(db), await loadLivePool(db)];
    if (!now || !pool) throw new Error("there is no pool");
    const { rules, version } = await rulesOfVersion(db, read.rulesVersion);
    return { now, pool, rules, rulesVersion: version, operations: await operationsInForce(db) };
  }

  /** What the check of the day would find now. */
  async function calculate(ctx: PayoutContext = world.ctx, change: Partial<Rules> = {}): Promise<SecondCalculation> {
    const day = await dayOf(world, today);
    const read = await loadSnapshot(ctx.db, day);
    const situation = await situationOf(read);
    const changed = { ...situation, rules: { ...situation.rules, ...change } };
    const input = await readDayInput(ctx.db, read);
    const first = await calculateFromTables(ctx, day, input, changed);
    return calculateAgain(ctx, first, { ...input, snapshot: read }, changed);
  }

  /** Newest first, with the height at which each is. */
  function checkpoints() {
    return world.ctx.db
      .select({ height: snapshot.height, hash: replayCheckpoint.hash, parts: replayCheckpoint.parts })
      .from(replayCheckpoint)
      .innerJoin(snapshot, eq(snapshot.id, replayCheckpoint.snapshotId))
      .orderBy(desc(snapshot.height), desc(replayCheckpoint.writtenAt));
  }

  async function subjectsOf(): Promise<number[]> {
    const rows = await world.ctx.db
      .select()
      .from(followed)
      .where(inArray(followed.kind, ["asset", "game"]));
    return rows.map(({ id }) => id);
  }

  /** How many raw transactions are above a block, up to today's. */
  async function transactionsAbove(height: number): Promise<number> {
    const { height: upTo = 0 } = (await snapshotOf(world, today)) ?? {};
    const { height: at, subjects } = chainTransaction;
    const above = and(gt(at, height), lte(at, upTo), arrayOverlaps(subjects, await subjectsOf()));
    return world.ctx.db.$count(chainTransaction, above);
  }

  /** While something that was read from a height on has changed. */
  async function whileChanged(fromHeight: number, look: () => Promise<unknown>): Promise<void> {
    const { db } = world.ctx;
    await withTransaction(db, (tx) => raiseScanEpoch(tx, fromHeight));
    await look();
    const [last] = await db.select().from(scanRevision).orderBy(desc(scanRevision.epoch)).limit(1);
    await db.delete(scanRevision).where(eq(scanRevision.epoch, last?.epoch ?? 0));
  }

  /** A replay to a final day's block, from the beginning. */
  async function replayedTo(at: SnapshotRow) {
    const { rules, pool } = await situationOf(at);
    const terms: ReplayTerms = { rules, intervalMs: pool.settings.intervalMs };
    const state = emptyState();
    for await (const portion of readPortions(world.ctx.db, { rules, after: -1, upTo: at.height })) {
      const problem = replayPortion(state, portion, terms, at);
      if (problem !== null) throw new Error(problem);
    }
    state.height = at.height;
    return { state, terms };
  }

  async function finalSnapshot(before: number): Promise<SnapshotRow> {
    const found = await newestFinalSnapshot(world.ctx.db, before);
    if (!found) throw new Error("no earlier day is final");
    return found;
  }

  const tools = { situationOf, calculate, checkpoints, transactionsAbove, whileChanged, replayedTo, finalSnapshot };
  return { world, today, latePlay, ...tools };
}
