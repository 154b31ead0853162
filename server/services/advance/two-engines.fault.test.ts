import { eq } from "drizzle-orm";
import { afterEach, expect, it } from "vitest";
import { chainTransaction, followed, participation } from "@/db/schema";
import { JOBS } from "@/server/jobs/jobs";
import { openInstance } from "@/server/testing/services/instance";
import { dayOf, snapshotOf } from "@/server/testing/services/look";
import { liveToState, scan, stepToState } from "@/server/testing/services/steps";
import { verifyDay } from "@/server/testing/services/verify-day";
import { startWorld, type World } from "@/server/testing/services/world";
import type { PayoutContext } from "../payout/payout-context";
import { Contradicted } from "../scan/internal/contradicted";
import { readAgain } from "../scan/read-again";

let world: World;
afterEach(() => world.stop());

/** A play is not in our tables, as if the source's index had missed it. */
async function missPlay() {
  const { db } = world.ctx;
  const [play] = await db.select().from(participation).orderBy(participation.txHash).limit(1);
  if (!play) throw new Error("nobody has played");
  await db.delete(participation).where(eq(participation.txHash, play.txHash));
  await db.delete(chainTransaction).where(eq(chainTransaction.hash, play.txHash));
  return play;
}

/** Takes steps until a report is made, and waits with it: everything is calculated, and nothing of it is written. */
function pauseAtReport(ctx: PayoutContext) {
  let goOn: () => void = () => undefined;
  const goingOn = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  let ended: Promise<void> = Promise.resolve();
  const reached = new Promise<void>((resolve, reject) => {
    let isReached = false;
    const put: PayoutContext["reportStore"]["put"] = async (hash, text) => {
      isReached = true;
      resolve();
      await goingOn;
      return ctx.reportStore.put(hash, text);
    };
    const take = async () => {
      for (let step = 0; !isReached && step < 10; step++) {
        await JOBS.advance({ ...ctx, reportStore: { ...ctx.reportStore, put } });
      }
    };
    ended = take();
    ended.catch(reject);
  });
  return { reached, goOn, ended: () => ended };
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
    const slow = pauseAtReport(other.ctx);
    try {
      await slow.reached;
      const missed = new Contradicted({ kind: "listed-late", hash, height });
      await readAgain(ctx, missed, { subjects: [ruleId], from: height });
      await scan(world);
      await stepToState(world, firstDay, "CHECKED");
      const after = await snapshotOf(world, firstDay);
      expect(after?.hash).toBe(before?.hash);
      expect(after?.id).not.toBe(before?.id);
      slow.goOn();
      await slow.ended();
      expect(await dayOf(world, firstDay)).toMatchObject({ state: "CHECKED", reportHash: null });
    } finally {
      slow.goOn();
      await slow.ended();
      await other.close();
    }
    await liveToState(world, firstDay, "PAID");
    await verifyDay(world, firstDay);
  },
);

it("a day whose tokens are read again is read again as well, though its block stays", async () => {
  world = await startWorld();
  const { firstDay, ctx } = world;
  await stepToState(world, firstDay, "PREVIEW");
  const [asset] = await ctx.db.select().from(followed).where(eq(followed.kind, "asset"));
  const missed = new Contradicted({ kind: "listed-late", hash: "ab".repeat(32), height: 1 });
  await readAgain(ctx, missed, { subjects: [asset?.id ?? 0], from: 1 });
  expect(await snapshotOf(world, firstDay)).toBeNull();
  await liveToState(world, firstDay, "PAID");
  await verifyDay(world, firstDay);
});
