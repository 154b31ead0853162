import { eq } from "drizzle-orm";
import { afterEach, expect, it } from "vitest";
import { chainTransaction, followed, participation } from "@/db/schema";
import { JOBS } from "@/server/jobs/jobs";
import { openInstance } from "@/server/testing/services/instance";
import { dayOf, snapshotOf } from "@/server/testing/services/look";
import { liveToState, scan, stepToState } from "@/server/testing/services/steps";
import { verifyDay } from "@/server/testing/services/verify-day";
import { startWorld, type World } from "@/server/testing/services/world";
import { Contradicted } from "../scan/internal/contradicted";
import { readAgain } from "../scan/read-again";

let world: World;
afterEach(() => world.stop());

/** The first player's play is not in our tables, as if the source's index had missed it. */
async function missPlay() {
  const { db } = world.ctx;
  const [play] = await db.select().from(participation).orderBy(participation.txHash).limit(1);
  if (!play) throw new Error("nobody has played");
  await db.delete(participation).where(eq(participation.txHash, play.txHash));
  await db.delete(chainTransaction).where(eq(chainTransaction.hash, play.txHash));
  return play;
}

it.each(["CHECKED", "CALCULATED"] as const)(
  "one calculates a day that is %s and pauses; another has it read again, with a play that was missed: the first changes nothing",
  async (state) => {
    world = await startWorld();
    const { firstDay, ctx } = world;
    await stepToState(world, firstDay, state);
    const before = await snapshotOf(world, firstDay);
    const { txHash: hash, ruleId, height } = await missPlay();

    const other = await openInstance(world);
    let go: () => void = () => undefined;
    let pauseReached: () => void = () => undefined;
    const paused = new Promise<void>((resolve) => {
      pauseReached = resolve;
    });
    const released = new Promise<void>((resolve) => {
      go = resolve;
    });
    const stop = async () => {
      pauseReached();
      await released;
    };
    const slow = {
      ...other.ctx,
      reportStore: {
        ...ctx.reportStore,
        put: async (...report: Parameters<typeof ctx.reportStore.put>) => {
          await stop();
          return ctx.reportStore.put(...report);
        },
      },
    };
    try {
      const first = untilPaused(slow);
      await paused;
      await readAgain(ctx, new Contradicted({ kind: "listed-late", hash, height }), {
        subjects: [ruleId],
        from: height,
      });
      await scan(world);
      await stepToState(world, firstDay, "CHECKED");
      const after = await snapshotOf(world, firstDay);
      expect(after?.hash).toBe(before?.hash);
      expect(after?.id).not.toBe(before?.id);
      go();
      await first;
      expect(await dayOf(world, firstDay)).toMatchObject({ state: "CHECKED", reportHash: null });
    } finally {
      go();
      await other.close();
    }
    await liveToState(world, firstDay, "PAID");
    await verifyDay(world, firstDay);
  },
);

/** Takes steps until one of them has come to the report, and through it. */
async function untilPaused(slow: World["ctx"]): Promise<void> {
  let reports = 0;
  const put = slow.reportStore.put;
  const ctx = {
    ...slow,
    reportStore: {
      ...slow.reportStore,
      put: async (...report: Parameters<typeof put>) => {
        reports++;
        return put(...report);
      },
    },
  };
  for (let step = 0; reports === 0 && step < 10; step++) await JOBS.advance(ctx);
}

it("is the same where what was missed concerns the tokens", async () => {
  world = await startWorld();
  const { firstDay, ctx } = world;
  await stepToState(world, firstDay, "PREVIEW");
  const [asset] = await ctx.db.select().from(followed).where(eq(followed.kind, "asset"));
  const hash = "ab".repeat(32);
  await readAgain(ctx, new Contradicted({ kind: "listed-late", hash, height: 1 }), {
    subjects: [asset?.id ?? 0],
    from: 1,
  });
  expect(await snapshotOf(world, firstDay)).toBeNull();
  await liveToState(world, firstDay, "PAID");
  await verifyDay(world, firstDay);
});
