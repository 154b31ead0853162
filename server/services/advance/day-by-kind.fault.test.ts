import { describe, expect, test } from "vitest";
import { endNextDay, liveToState } from "@/server/testing/services/steps";
import { verifyDay } from "@/server/testing/services/verify-day";
import { startWorld } from "@/server/testing/services/world";
import { SOURCES } from "@/server/testing/sources/dialects";

/* A pool is made, and a day lived to its end, by Kupo and Ogmios as the first source. */
const KINDS = SOURCES.filter(({ kind }) => kind === "kupo");

describe.each(KINDS)("$name", (dialect) => {
  test("pays a day to exactly the eligible holders", async () => {
    const world = await startWorld({ dialect });
    try {
      expect(world.ctx.source.kind).toBe(dialect.kind);
      const firstDay = await endNextDay(world);
      await liveToState(world, firstDay, "FINAL");
      const { lines } = await verifyDay(world, firstDay);
      const paid = new Map(lines.map((line) => [line.address, line.payoutLovelace]));
      const amounts = world.players.map(({ wallet }) => paid.get(wallet.address));
      expect(amounts).toEqual([600_000_000n, 400_000_000n, undefined]);
    } finally {
      await world.stop();
    }
  });
});
