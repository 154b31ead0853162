import { and, arrayOverlaps, desc, eq, gt, inArray, isNotNull, isNull, lte, sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  assetUtxo,
  chainTransaction,
  followed,
  participation,
  replayCheckpoint,
  replayPart,
  scanRevision,
  snapshot,
} from "@/db/schema";
import { withTransaction } from "@/db/transaction";
import type { SecondCalculation } from "@/server/domain/plan/findings";
import type { Rules } from "@/server/domain/rules/rules";
import { emptyState, type ReplayTerms, replayPortion } from "@/server/domain/second-calculation/replay";
import { JOBS } from "@/server/jobs/jobs";
import { NOT_FOUND } from "@/server/testing/chain/canned-server";
import { payment } from "@/server/testing/chain/wallet";
import { type HeardWorld, startHeardWorld } from "@/server/testing/services/heard-world";
import { openInstance } from "@/server/testing/services/instance";
import { dayOf, snapshotOf } from "@/server/testing/services/look";
import { endNextDay, liveToState, stepToState } from "@/server/testing/services/steps";
import { verifyDay } from "@/server/testing/services/verify-day";
import { chainNow } from "../chain-now";
import { calculateFromTables, readDayInput } from "../day/calculate";
import type { Situation } from "../day/situation";
import { loadSnapshot, type SnapshotRow } from "../day/snapshot";
import { LostRace } from "../lost-race";
import type { PayoutContext } from "../payout/payout-context";
import { loadLivePool } from "../pool/load-pool";
import { raiseScanEpoch } from "../scan-epoch";
import { operationsInForce, rulesOfVersion } from "../settings-in-force";
import { draftCheckpoint, newestFinalSnapshot, sealCheckpoint } from "./internal/checkpoints";
import { readPortions } from "./internal/raw-transactions";
import { calculateAgain } from "./internal/second-calculation";

let world: HeardWorld;
/** Held at CHECKED: it is calculated again and again, in ever other circumstances. */
let today: number;
let latePlay: string;

/** Everybody who plays does so once more, in one block, and moves the tokens with it. */
async function playAll(): Promise<void> {
  for (const { wallet, plays } of world.players) {
    const coins = plays ? await world.ctx.source.unspentOutputs(wallet.address) : [];
    const coin = coins.find(({ assets }) => Object.keys(assets).length > 0);
    if (coin)
      await world.ctx.source.submit(payment(wallet, coin, { address: world.gameAddress, lovelace: 3_000_000n }));
  }
  await world.control.mine(1);
}

beforeAll(async () => {
  let hidden = "";
  const idle = { tokens: 0n, plays: false };
  const who = [{ tokens: 600n, plays: true }, { tokens: 400n, plays: true }, idle];
  world = await startHeardWorld({ players: who }, (path) =>
    hidden && path.startsWith(`txs/${hidden}`) ? NOT_FOUND : null,
  );
  const { ctx, control, players, gameAddress } = world;
  // The third player's play waits: the source does not have what was spent.
  const [coin] = players[2] ? await ctx.source.unspentOutputs(players[2].wallet.address) : [];
  if (!players[2] || !coin) throw new Error("there is no third player");
  hidden = coin.ref.txHash;
  await ctx.source.submit(payment(players[2].wallet, coin, { address: gameAddress, lovelace: 3_000_000n }));
  latePlay = (await control.state()).mempool.at(-1) ?? "";
  await control.mine(1);
  for (let day = world.firstDay; day < world.firstDay + 3; day++) {
    await liveToState(world, day, "FINAL");
    await playAll();
  }
  // Above the newest checkpoint somebody spends what is made above it.
  await playAll();
  today = await endNextDay(world);
  // Known from today on, though it is older than every checkpoint.
  hidden = "";
  await stepToState(world, today, "CHECKED");
}, 240_000);
afterAll(() => world.stop());

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

const agrees = (sinceHeight: number | null | undefined) => ({ kind: "agrees", sinceHeight, lines: 2 });

describe("after final days", () => {
  it("a check reads only what is above the newest checkpoint, and plays that became known above it", async () => {
    const [newest, older, ...more] = await checkpoints();
    expect(more).toEqual([]);
    const final = await newestFinalSnapshot(world.ctx.db, today);
    expect(newest?.height).toBe(final?.height);
    const [late] = await world.ctx.db.select().from(participation).where(eq(participation.txHash, latePlay));
    expect(late?.height).toBeLessThan(older?.height ?? 0);
    expect(late?.knownHeight).toBeGreaterThan(newest?.height ?? 0);

    const above = await transactionsAbove(newest?.height ?? 0);
    expect(above).toBeLessThan(await transactionsAbove(older?.height ?? 0));
    expect(await calculate()).toEqual({ ...agrees(newest?.height), transactions: above + 1 });
    // The step itself began at the one before, and made the newest on its way.
    const { findings } = await dayOf(world, today);
    expect(findings?.secondCalculation).toMatchObject(agrees(older?.height));
  });

  it("portions are of whole blocks, whatever their size, and say the same", async () => {
    const { db } = world.ctx;
    const { height: upTo = 0, rulesVersion = 1 } = (await snapshotOf(world, today)) ?? {};
    const { rules } = await rulesOfVersion(db, rulesVersion);
    const [, older] = await checkpoints();
    const read = async (size: number, after: number) => {
      const portions = [];
      for await (const portion of readPortions(db, { rules, after, upTo }, size)) portions.push(portion);
      return portions;
    };
    for (const after of [-1, older?.height ?? 0]) {
      const [whole, single, pairs] = [await read(1_000, after), await read(1, after), await read(2, after)];
      const transactions = whole.flatMap((portion) => portion.transactions);
      expect(transactions.length).toBe(await transactionsAbove(after));
      for (const portions of [single, pairs]) {
        expect(portions.flatMap((portion) => portion.transactions)).toEqual(transactions);
        expect(portions.flatMap(({ latePlays }) => latePlays)).toEqual(whole.flatMap(({ latePlays }) => latePlays));
        const blocks = portions.flatMap((portion) => [
          ...new Set(portion.transactions.map(({ block }) => block.height)),
        ]);
        expect(blocks).toEqual([...new Set(blocks)]);
      }
      expect(single.some((portion) => portion.transactions.length > 1)).toBe(true);
    }
    expect((await read(1_000, older?.height ?? 0)).flatMap(({ latePlays }) => latePlays)).toMatchObject([
      { hash: latePlay },
    ]);
    expect((await read(1_000, -1)).flatMap(({ latePlays }) => latePlays)).toEqual([]);
  });
});

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
    expect(replayPortion(state, portion, terms, at)).toBeNull();
  }
  state.height = at.height;
  return { state, terms };
}

async function finalSnapshot(before: number): Promise<SnapshotRow> {
  const found = await newestFinalSnapshot(world.ctx.db, before);
  if (!found) throw new Error("no earlier day is final");
  return found;
}

describe("a checkpoint that does not hold", () => {
  let newest: SnapshotRow;
  let older: SnapshotRow;

  /** Both are there and whole, whatever a test did before. */
  beforeEach(async () => {
    const { ctx } = world;
    await ctx.db.delete(replayCheckpoint);
    newest = await finalSnapshot(today);
    older = await finalSnapshot(newest.dayIndex);
    for (const at of [older, newest]) {
      const { state, terms } = await replayedTo(at);
      await sealCheckpoint(ctx, await draftCheckpoint(ctx.db, state, terms, at));
    }
    expect(await calculate()).toMatchObject(agrees(newest.height));
  });

  /** Parts that the newest has and the older has not. */
  async function ownParts(): Promise<string[]> {
    const [first, second] = await checkpoints();
    return first?.parts.filter((hash) => !second?.parts.includes(hash)) ?? [];
  }

  it.each([
    ["with a damaged part", { body: sql`replace(body, '600', '601')` }],
    ["with a part that is no JSON", { body: "" }],
  ])("%s is not used, and is made whole", async (_, set) => {
    const parts = await ownParts();
    expect(parts).not.toEqual([]);
    await world.ctx.db.update(replayPart).set(set).where(inArray(replayPart.hash, parts));
    expect(await calculate()).toMatchObject(agrees(older.height));
    expect(await calculate()).toMatchObject(agrees(newest.height));
  });

  it("without one of its parts is not used, and is made whole", async () => {
    await world.ctx.db.delete(replayPart).where(inArray(replayPart.hash, await ownParts()));
    expect(await calculate()).toMatchObject(agrees(older.height));
    expect(await calculate()).toMatchObject(agrees(newest.height));
  });

  it("whose row was changed is not used", async () => {
    const [first] = await checkpoints();
    const change = { parts: first?.parts.slice(1) ?? [] };
    await world.ctx.db
      .update(replayCheckpoint)
      .set(change)
      .where(eq(replayCheckpoint.hash, first?.hash ?? ""));
    expect(await calculate()).toMatchObject(agrees(older.height));
  });

  it("of other rules is not used: all is replayed, and those rules have their own from then on", async () => {
    const { rules } = await situationOf(newest);
    const change = { participation: { ...rules.participation, windowDays: 2 } };
    expect(await calculate(world.ctx, change)).toMatchObject(agrees(null));
    expect(await calculate(world.ctx, change)).toMatchObject(agrees(newest.height));
    // Rules that make no other state share it.
    expect(await calculate(world.ctx, { holding: { minimumQuantity: 2n } })).toMatchObject(agrees(newest.height));
  });

  it("that leads elsewhere than the whole history is dropped: the day is not stopped for it", async () => {
    const { ctx } = world;
    await ctx.db.delete(replayCheckpoint);
    const { state, terms } = await replayedTo(newest);
    state.tokens.set(`${"ab".repeat(32)}#0`, { address: world.players[0]?.wallet.address ?? "", quantity: 7n });
    await sealCheckpoint(ctx, await draftCheckpoint(ctx.db, state, terms, newest));
    const [wrong] = await checkpoints();
    expect(await calculate()).toMatchObject(agrees(null));
    const after = await checkpoints();
    expect(after).toHaveLength(1);
    expect(after[0]?.hash).not.toBe(wrong?.hash);
    expect(await calculate()).toMatchObject(agrees(newest.height));
  });

  it("because what was read up to its block has changed is not used", async () => {
    const expectSince = async (height: number | null) => expect(await calculate()).toMatchObject(agrees(height));
    await whileChanged(newest.height, () => expectSince(older.height));
    await whileChanged(0, () => expectSince(null));
    await expectSince(newest.height);
  });

  it("is not blamed where the day itself was read from what has changed: the day is read again", async () => {
    const { db } = world.ctx;
    const { state, terms } = await replayedTo(newest);
    state.tokens.clear();
    await db.delete(replayCheckpoint);
    await sealCheckpoint(world.ctx, await draftCheckpoint(db, state, terms, newest));
    await whileChanged(newest.height + 1, () => expect(calculate()).rejects.toBeInstanceOf(LostRace));
  });

  it("may be written by two engines at once", async () => {
    const other = await openInstance(world);
    try {
      await world.ctx.db.delete(replayCheckpoint);
      const both = await Promise.all([calculate(), calculate(other.ctx)]);
      expect(both).toMatchObject([{ kind: "agrees" }, { kind: "agrees" }]);
      const { state, terms } = await replayedTo(newest);
      const write = async (ctx: PayoutContext) =>
        sealCheckpoint(ctx, await draftCheckpoint(ctx.db, state, terms, newest));
      await Promise.all([write(world.ctx), write(other.ctx)]);
      expect(await checkpoints()).toMatchObject([{ height: newest.height }]);
      expect(await calculate()).toMatchObject(agrees(newest.height));
    } finally {
      await other.close();
    }
  });

  it("may be cut short by a kill: its parts are not used, and go with the next", async () => {
    const { db } = world.ctx;
    const left = { hash: "cd".repeat(32), body: "{}" };
    await db.insert(replayPart).values(left);
    expect(await calculate()).toMatchObject(agrees(newest.height));
    await db.delete(replayCheckpoint);
    expect(await calculate()).toMatchObject(agrees(null));
    const [only] = await checkpoints();
    const kept = (await db.select().from(replayPart)).map(({ hash }) => hash);
    expect(kept.sort()).toEqual([...(only?.parts ?? [])].sort());
  });

  it("is not sealed where another engine has tidied its parts away, or its block is not ours any more", async () => {
    const { db } = world.ctx;
    await db.delete(replayCheckpoint);
    const { state, terms } = await replayedTo(newest);
    const draft = await draftCheckpoint(db, state, terms, newest);
    await db.delete(replayPart).where(eq(replayPart.hash, draft.parts[0] ?? ""));
    await sealCheckpoint(world.ctx, draft);
    expect(await checkpoints()).toEqual([]);
    await draftCheckpoint(db, state, terms, newest);
    await whileChanged(newest.height, () => sealCheckpoint(world.ctx, draft));
    expect(await checkpoints()).toEqual([]);
  });
});

describe("from a checkpoint, a difference is found:", () => {
  it("a balance that was changed", async () => {
    const { db } = world.ctx;
    const change = (by: number) =>
      db
        .update(assetUtxo)
        .set({ quantity: sql`${assetUtxo.quantity} + ${by}::int` })
        .where(isNull(assetUtxo.spentHeight));
    await change(1);
    expect(await calculate()).toMatchObject({ kind: "differs", differences: expect.any(Array) });
    await change(-1);
    expect(await calculate()).toMatchObject({ kind: "agrees" });
  });

  it("a play whose entry is lost", async () => {
    const { db } = world.ctx;
    const read = await loadSnapshot(db, await dayOf(world, today));
    const [{ rules }, { height: upTo }] = [await situationOf(read), read];
    const { height, identityId } = participation;
    const [play] = await db.select().from(participation).where(lte(height, upTo)).orderBy(desc(height)).limit(1);
    if (!play) throw new Error("nobody has played");
    const own = and(eq(identityId, play.identityId ?? 0), lte(height, upTo));
    const minimumPlays = await db.$count(participation, own);
    const change = { participation: { ...rules.participation, minimumPlays } };
    expect(await calculate(world.ctx, change)).toMatchObject({ kind: "agrees" });
    await db.delete(participation).where(eq(participation.txHash, play.txHash));
    expect(await calculate(world.ctx, change)).toMatchObject({ kind: "differs" });
    await db.insert(participation).values(play);
    expect(await calculate(world.ctx, change)).toMatchObject({ kind: "agrees" });
  });

  it("a transaction that is lost, when what it made is spent", async () => {
    const { db } = world.ctx;
    const [newest] = await checkpoints();
    const [made] = await db
      .select()
      .from(assetUtxo)
      .where(and(gt(assetUtxo.createdHeight, newest?.height ?? 0), isNotNull(assetUtxo.spentHeight)));
    expect(made).toBeDefined();
    const lost = await db
      .delete(chainTransaction)
      .where(eq(chainTransaction.hash, made?.txHash ?? ""))
      .returning();
    expect(await calculate()).toEqual({ kind: "impossible", problem: expect.stringMatching(/from nothing/) });
    await db.insert(chainTransaction).values(lost);
    expect(await calculate()).toMatchObject({ kind: "agrees" });
  });

  it("and the day is frozen; without one it is paid", async () => {
    await liveToState(world, today, "PAID");
    await verifyDay(world, today);
    const next = await endNextDay(world);
    await stepToState(world, next, "CALCULATED");
    const { db } = world.ctx;
    await db.update(assetUtxo).set({ quantity: 999n }).where(isNull(assetUtxo.spentHeight));
    await JOBS.advance(world.ctx);
    expect(await dayOf(world, next)).toMatchObject({
      state: "FROZEN",
      stopReason: { kind: "second-calculation", second: { kind: "differs" } },
    });
  });
});
