import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { followed, rulesVersion } from "@/db/schema";
import { withTransaction } from "@/db/transaction";
import { makeAddress } from "@/server/domain/cardano/address";
import { snapshotOf } from "@/server/testing/services/look";
import { endNextDay, liveToState, scan, stepToState } from "@/server/testing/services/steps";
import { verifyDay } from "@/server/testing/services/verify-day";
import { startWorld, type World } from "@/server/testing/services/world";
import { putRulesInForce } from "../pool/put-in-force";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

/** Changes the rules in force from a day on. */
async function changeRules(fromDay: number, change: Record<string, unknown>): Promise<void> {
  const [first] = await world.ctx.db.select().from(rulesVersion).where(eq(rulesVersion.version, 1));
  const document = { ...(first?.document as object), ...change };
  await withTransaction(world.ctx.db, (tx) => putRulesInForce(tx, { document, fromDay }, "cli:test"));
}

it("rules for a later day do not affect the day before, although they count plays differently", async () => {
  const dayIndex = await endNextDay(world);
  const participation = { playerDatumField: null, windowDays: null, minimumPlays: 1 };
  await changeRules(dayIndex + 1_000, {
    version: 2,
    participation: { ...participation, minimumLovelace: "9000000" },
  });
  await scan(world);
  await liveToState(world, dayIndex, "PAID");
  await verifyDay(world, dayIndex);
});

it("rules that change while a day is in progress apply to the next day: its plan is what was calculated", async () => {
  const dayIndex = await endNextDay(world);
  await stepToState(world, dayIndex, "CALCULATED");
  const before = await snapshotOf(world, dayIndex);
  await changeRules(dayIndex, { version: 3, pot: { kind: "fixed", lovelace: "70000000" } });
  await liveToState(world, dayIndex, "PAID");
  expect((await snapshotOf(world, dayIndex))?.id).toBe(before?.id);
  await verifyDay(world, dayIndex);

  await liveToState(world, dayIndex + 1, "PAID");
  const { totals } = await verifyDay(world, dayIndex + 1, { holdings: null });
  expect(totals).toMatchObject({ potLovelace: 70_000_000n, payoutLovelace: 70_000_000n });
});

it("rules for a later day may name another token and another game: today's day goes on, and both are followed", async () => {
  const dayIndex = await endNextDay(world);
  await stepToState(world, dayIndex, "SNAPSHOT");
  const unit = `${"cd".repeat(28)}00`;
  const gameAddress = makeAddress(0, { kind: "script", hash: "dd".repeat(28) }, null);
  await changeRules(dayIndex + 1_000, { version: 4, prizeAsset: unit, gameAddress });
  await scan(world);
  const subjects = (await world.ctx.db.select().from(followed)).map(({ subject }) => subject);
  expect(subjects).toContain(unit);
  expect(subjects.some((subject) => subject.includes(gameAddress))).toBe(true);
  await liveToState(world, dayIndex, "PAID");
  await verifyDay(world, dayIndex, { holdings: null });
});
