import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { actProposal } from "@/db/schema";
import { JOBS } from "@/server/jobs/jobs";
import { proposeSigned, send } from "@/server/testing/services/acts";
import { addPerson } from "@/server/testing/services/add-person";
import { stateOf } from "@/server/testing/services/look";
import { endNextDay, scan } from "@/server/testing/services/steps";
import { startWorld, type World } from "@/server/testing/services/world";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

it("an act whose building fails is told, holds no day back, and is given up after a transaction's lifetime", async () => {
  const ann = await addPerson(world.ctx.db, "Ann", "approver");
  const day = await endNextDay(world);
  await scan(world);
  await JOBS.advance(world.ctx);
  const id = await proposeSigned(world, ann, { name: "set-reserve", fields: { lovelace: "6002000" } });
  await send(world, ann, id);
  const { source } = world.ctx;
  // Of what an act is built from, a question that no day before its Commit asks.
  const broken = {
    ...world.ctx,
    source: { ...source, rewardAccount: () => Promise.reject(new Error("nobody can judge it")) },
  };
  const row = async () => (await world.ctx.db.select().from(actProposal).where(eq(actProposal.id, id)))[0];
  expect(await stateOf(world, day)).toBe("OPEN");
  await JOBS.advance(broken);
  expect(await stateOf(world, day)).toBe("SNAPSHOT");
  expect(await row()).toMatchObject({ lastOutcome: "it cannot be sent now: nobody can judge it", txHash: null });
  await world.control.mine(8);
  await scan(world);
  await JOBS.advance(broken);
  expect(await row()).toMatchObject({ sendAskedAt: null, lastOutcome: "it cannot be sent now: nobody can judge it" });
});
