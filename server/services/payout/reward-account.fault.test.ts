import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { attempt, settlement } from "@/db/schema";
import { readPoolMoves } from "@/server/testing/services/pool-moves";
import { endNextDay, liveToState } from "@/server/testing/services/steps";
import { verifyDay } from "@/server/testing/services/verify-day";
import { startWorld, type World } from "@/server/testing/services/world";
import { costOf } from "../ledger/transaction-cost";

/* Anyone may send something to the governor's reward account. The next Commit brings it into the pool. */

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

it.each([
  ["less than its fee", 100_000n],
  ["more than its fee", 7_000_000n],
])("a Commit that brings in %s: the day is FINAL, with its true fees in the books", async (_what, lovelace) => {
  const dayIndex = await endNextDay(world);
  await world.control.reward(world.deployment.script.governor.account, lovelace);
  await liveToState(world, dayIndex, "FINAL");
  await verifyDay(world, dayIndex);
  const [settled] = await world.ctx.db.select().from(settlement).where(eq(settlement.dayIndex, dayIndex));
  const commit = (await readPoolMoves(world)).find(
    ({ redeemer }) => redeemer?.kind === "commit" && redeemer.day === dayIndex,
  );
  expect(commit?.withdrawnLovelace).toBe(lovelace);
  const [first] = settled?.transactions ?? [];
  expect(first).toMatchObject({
    feeLovelace: commit?.feeLovelace.toString(),
    receivedLovelace: lovelace.toString(),
  });
});

it("a Commit of ours that is missing in the database: its fee is read from its bytes", async () => {
  const commit = (await readPoolMoves(world)).find(({ withdrawnLovelace }) => withdrawnLovelace > 0n);
  if (!commit) throw new Error("nothing was committed");
  const { feeLovelace, withdrawnLovelace } = commit;
  await world.ctx.db.delete(attempt).where(eq(attempt.txHash, commit.txHash));
  expect(await costOf(world.ctx.db, commit.txHash)).toEqual({
    feeLovelace,
    receivedLovelace: withdrawnLovelace,
  });
});
