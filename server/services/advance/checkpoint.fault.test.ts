import { and, desc, eq, gt, inArray, isNotNull, isNull, lte, sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { assetUtxo, chainTransaction, participation, replayCheckpoint, replayPart } from "@/db/schema";
import { JOBS } from "@/server/jobs/jobs";
import { type CheckpointWorld, startCheckpointWorld } from "@/server/testing/services/checkpoint-world";
import { openInstance } from "@/server/testing/services/instance";
import { dayOf, snapshotOf } from "@/server/testing/services/look";
import { endNextDay, liveToState, stepToState } from "@/server/testing/services/steps";
import { verifyDay } from "@/server/testing/services/verify-day";
import { loadSnapshot, type SnapshotRow } from "../day/snapshot";
import { LostRace } from "../lost-race";
import type { PayoutContext } from "../payout/payout-context";
import { rulesOfVersion } from "../settings-in-force";
import { draftCheckpoint, newestFinalSnapshot, sealCheckpoint } from "./internal/checkpoints";
import { readPortions } from "./internal/raw-transactions";

let world: CheckpointWorld["world"];
let today: number;
let made: CheckpointWorld;
beforeAll(async () => {
  made = await startCheckpointWorld();
  ({ world, today } = made);
}, 240_000);
afterAll(() => world.stop());

const agrees = (sinceHeight: number | null | undefined) => ({ kind: "agrees", sinceHeight, lines: 2 });

describe("after final days", () => {
  it("a check reads only what is above the newest checkpoint, and plays that became known above it", async () => {
    const [newest, older, ...more] = await made.checkpoints();
    expect(more).toEqual([]);
    const final = await newestFinalSnapshot(world.ctx.db, today);
    expect(newest?.height).toBe(final?.height);
    const [late] = await world.ctx.db.select().from(participation).where(eq(participation.txHash, made.latePlay));
    expect(late?.height).toBeLessThan(older?.height ?? 0);
    expect(late?.knownHeight).toBeGreaterThan(newest?.height ?? 0);

    const above = await made.transactionsAbove(newest?.height ?? 0);
    expect(above).toBeLessThan(await made.transactionsAbove(older?.height ?? 0));
    expect(await made.calculate()).toEqual({ ...agrees(newest?.height), transactions: above + 1 });
    // The step itself began at the one before, and made the newest on its way.
    const { findings } = await dayOf(world, today);
    expect(findings?.secondCalculation).toMatchObject(agrees(older?.height));
  });

  it("portions are of whole blocks, whatever their size, and say the same", async () => {
    const { db } = world.ctx;
    const { height: upTo = 0, rulesVersion = 1 } = (await snapshotOf(world, today)) ?? {};
    const { rules } = await rulesOfVersion(db, rulesVersion);
    const [, older] = await made.checkpoints();
    const read = async (size: number, after: number) => {
      const portions = [];
      for await (const portion of readPortions(db, { rules, after, upTo }, size)) portions.push(portion);
      return portions;
    };
    for (const after of [-1, older?.height ?? 0]) {
      const [whole, single, pairs] = [await read(1_000, after), await read(1, after), await read(2, after)];
      const transactions = whole.flatMap((portion) => portion.transactions);
      expect(transactions.length).toBe(await made.transactionsAbove(after));
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
      { hash: made.latePlay },
    ]);
    expect((await read(1_000, -1)).flatMap(({ latePlays }) => latePlays)).toEqual([]);
  });
});

describe("a checkpoint that does not hold", () => {
  let newest: SnapshotRow;
  let older: SnapshotRow;

  /** Both are there and whole, whatever a test did before. */
  beforeEach(async () => {
    const { ctx } = world;
    await ctx.db.delete(replayCheckpoint);
    newest = await made.finalSnapshot(today);
    older = await made.finalSnapshot(newest.dayIndex);
    for (const at of [older, newest]) {
      const { state, terms } = await made.replayedTo(at);
      await sealCheckpoint(ctx, await draftCheckpoint(ctx.db, state, terms, at));
    }
    expect(await made.calculate()).toMatchObject(agrees(newest.height));
  });

  /** Parts that the newest has and the older has not. */
  async function ownParts(): Promise<string[]> {
    const [first, second] = await made.checkpoints();
    return first?.parts.filter((hash) => !second?.parts.includes(hash)) ?? [];
  }

  it.each([
    ["with a damaged part", { body: sql`replace(body, '600', '601')` }],
    ["with a part that is no JSON", { body: "" }],
  ])("%s is not used, and is made whole", async (_, set) => {
    const parts = await ownParts();
    expect(parts).not.toEqual([]);
    await world.ctx.db.update(replayPart).set(set).where(inArray(replayPart.hash, parts));
    expect(await made.calculate()).toMatchObject(agrees(older.height));
    expect(await made.calculate()).toMatchObject(agrees(newest.height));
  });

  it("without one of its parts is not used, and is made whole", async () => {
    await world.ctx.db.delete(replayPart).where(inArray(replayPart.hash, await ownParts()));
    expect(await made.calculate()).toMatchObject(agrees(older.height));
    expect(await made.calculate()).toMatchObject(agrees(newest.height));
  });

  it("whose row was changed is not used", async () => {
    const [first] = await made.checkpoints();
    const change = { parts: first?.parts.slice(1) ?? [] };
    await world.ctx.db
      .update(replayCheckpoint)
      .set(change)
      .where(eq(replayCheckpoint.hash, first?.hash ?? ""));
    expect(await made.calculate()).toMatchObject(agrees(older.height));
  });

  it("of other rules is not used: all is replayed, and those rules have their own from then on", async () => {
    const { rules } = await made.situationOf(newest);
    const change = { participation: { ...rules.participation, windowDays: 2 } };
    expect(await made.calculate(world.ctx, change)).toMatchObject(agrees(null));
    expect(await made.calculate(world.ctx, change)).toMatchObject(agrees(newest.height));
    // Rules that make no other state share it.
    expect(await made.calculate(world.ctx, { holding: { minimumQuantity: 2n } })).toMatchObject(agrees(newest.height));
  });

  it("that leads elsewhere than the whole history is dropped: the day is not stopped for it", async () => {
    const { ctx } = world;
    await ctx.db.delete(replayCheckpoint);
    const { state, terms } = await made.replayedTo(newest);
    state.tokens.set(`${"ab".repeat(32)}#0`, { address: world.players[0]?.wallet.address ?? "", quantity: 7n });
    await sealCheckpoint(ctx, await draftCheckpoint(ctx.db, state, terms, newest));
    const [wrong] = await made.checkpoints();
    expect(await made.calculate()).toMatchObject(agrees(null));
    const after = await made.checkpoints();
    expect(after).toHaveLength(1);
    expect(after[0]?.hash).not.toBe(wrong?.hash);
    expect(await made.calculate()).toMatchObject(agrees(newest.height));
  });

  it("because what was read up to its block has changed is not used", async () => {
    const expectSince = async (height: number | null) => expect(await made.calculate()).toMatchObject(agrees(height));
    await made.whileChanged(newest.height, () => expectSince(older.height));
    await made.whileChanged(0, () => expectSince(null));
    await expectSince(newest.height);
  });

  it("is not blamed where the day itself was read from what has changed: the day is read again", async () => {
    const { db } = world.ctx;
    const { state, terms } = await made.replayedTo(newest);
    state.tokens.clear();
    await db.delete(replayCheckpoint);
    await sealCheckpoint(world.ctx, await draftCheckpoint(db, state, terms, newest));
    await made.whileChanged(newest.height + 1, () => expect(made.calculate()).rejects.toBeInstanceOf(LostRace));
  });

  it("may be written by two engines at once", async () => {
    const other = await openInstance(world);
    try {
      await world.ctx.db.delete(replayCheckpoint);
      const both = await Promise.all([made.calculate(), made.calculate(other.ctx)]);
      expect(both).toMatchObject([{ kind: "agrees" }, { kind: "agrees" }]);
      const { state, terms } = await made.replayedTo(newest);
      const write = async (ctx: PayoutContext) =>
        sealCheckpoint(ctx, await draftCheckpoint(ctx.db, state, terms, newest));
      await Promise.all([write(world.ctx), write(other.ctx)]);
      expect(await made.checkpoints()).toMatchObject([{ height: newest.height }]);
      expect(await made.calculate()).toMatchObject(agrees(newest.height));
    } finally {
      await other.close();
    }
  });

  it("may be cut short by a kill: its parts are not used, and go with the next", async () => {
    const { db } = world.ctx;
    const left = { hash: "cd".repeat(32), body: "{}" };
    await db.insert(replayPart).values(left);
    expect(await made.calculate()).toMatchObject(agrees(newest.height));
    await db.delete(replayCheckpoint);
    expect(await made.calculate()).toMatchObject(agrees(null));
    const [only] = await made.checkpoints();
    const kept = (await db.select().from(replayPart)).map(({ hash }) => hash);
    expect(kept.sort()).toEqual([...(only?.parts ?? [])].sort());
  });

  it("is not sealed where another engine has tidied its parts away, or its block is not ours any more", async () => {
    const { db } = world.ctx;
    await db.delete(replayCheckpoint);
    const { state, terms } = await made.replayedTo(newest);
    const draft = await draftCheckpoint(db, state, terms, newest);
    await db.delete(replayPart).where(eq(replayPart.hash, draft.parts[0] ?? ""));
    await sealCheckpoint(world.ctx, draft);
    expect(await made.checkpoints()).toEqual([]);
    await draftCheckpoint(db, state, terms, newest);
    await made.whileChanged(newest.height, () => sealCheckpoint(world.ctx, draft));
    expect(await made.checkpoints()).toEqual([]);
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
    expect(await made.calculate()).toMatchObject({ kind: "differs", differences: expect.any(Array) });
    await change(-1);
    expect(await made.calculate()).toMatchObject({ kind: "agrees" });
  });

  it("a play whose entry is lost", async () => {
    const { db } = world.ctx;
    const read = await loadSnapshot(db, await dayOf(world, today));
    const [{ rules }, { height: upTo }] = [await made.situationOf(read), read];
    const { height, identityId } = participation;
    const [play] = await db.select().from(participation).where(lte(height, upTo)).orderBy(desc(height)).limit(1);
    if (!play) throw new Error("nobody has played");
    const own = and(eq(identityId, play.identityId ?? 0), lte(height, upTo));
    const minimumPlays = await db.$count(participation, own);
    const change = { participation: { ...rules.participation, minimumPlays } };
    expect(await made.calculate(world.ctx, change)).toMatchObject({ kind: "agrees" });
    await db.delete(participation).where(eq(participation.txHash, play.txHash));
    expect(await made.calculate(world.ctx, change)).toMatchObject({ kind: "differs" });
    await db.insert(participation).values(play);
    expect(await made.calculate(world.ctx, change)).toMatchObject({ kind: "agrees" });
  });

  it("a transaction that is lost, when what it made is spent", async () => {
    const { db } = world.ctx;
    const [newest] = await made.checkpoints();
    const [token] = await db
      .select()
      .from(assetUtxo)
      .where(and(gt(assetUtxo.createdHeight, newest?.height ?? 0), isNotNull(assetUtxo.spentHeight)));
    expect(token).toBeDefined();
    const lost = await db
      .delete(chainTransaction)
      .where(eq(chainTransaction.hash, token?.txHash ?? ""))
      .returning();
    expect(await made.calculate()).toEqual({ kind: "impossible", problem: expect.stringMatching(/from nothing/) });
    await db.insert(chainTransaction).values(lost);
    expect(await made.calculate()).toMatchObject({ kind: "agrees" });
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
