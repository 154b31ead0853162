import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { endNextDay, liveToState } from "@/server/testing/services/steps";
import { verifyDay } from "@/server/testing/services/verify-day";
import { startWorld, type World } from "@/server/testing/services/world";

describe("a day from the first block to the last", () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.stop());

  it("pays exactly the eligible holders, by what they hold", async () => {
    const firstDay = await endNextDay(world);
    await liveToState(world, firstDay, "FINAL");
    const { lines } = await verifyDay(world, firstDay);
    const [ann, ben, idle] = world.players;
    const paid = new Map(lines.map((line) => [line.address, line.payoutLovelace]));
    expect(paid.get(ann?.wallet.address ?? "")).toBe(600_000_000n);
    expect(paid.get(ben?.wallet.address ?? "")).toBe(400_000_000n);
    expect(paid.has(idle?.wallet.address ?? "")).toBe(false);
  });
});
