import { afterEach, expect, it } from "vitest";
import { dayOf } from "@/server/testing/services/look";
import { readPoolMoves } from "@/server/testing/services/pool-moves";
import { endNextDay, liveToState } from "@/server/testing/services/steps";
import { verifyDay } from "@/server/testing/services/verify-day";
import { startWorld, type World } from "@/server/testing/services/world";

let world: World;
afterEach(() => world.stop());

it("a prize too small for an output is carried, and paid with the next day's when it is enough", async () => {
  world = await startWorld({
    potLovelace: 30_000_000n,
    players: [
      { tokens: 980n, plays: true },
      { tokens: 20n, plays: true },
    ],
  });
  const { firstDay, players } = world;
  const tiny = players[1]?.wallet.address;
  await endNextDay(world);
  await liveToState(world, firstDay + 1, "FINAL");
  const first = await verifyDay(world, firstDay);
  const second = await verifyDay(world, firstDay + 1);
  expect(first.lines.find(({ address }) => address === tiny)).toMatchObject({
    reason: "below-minimum",
    payoutLovelace: 0n,
    carriedLovelace: 600_000n,
  });
  expect(second.lines.find(({ address }) => address === tiny)).toMatchObject({
    openingLovelace: 600_000n,
    payoutLovelace: 1_200_000n,
    carriedLovelace: 0n,
  });
});

it("a day with nothing payable is closed without a Commit, and the next day pays what it carried", async () => {
  world = await startWorld({
    potLovelace: 1_500_000n,
    players: [
      { tokens: 1n, plays: true },
      { tokens: 1n, plays: true },
    ],
  });
  const { firstDay } = world;
  await endNextDay(world);
  await liveToState(world, firstDay + 1, "FINAL");
  expect(await dayOf(world, firstDay)).toMatchObject({ state: "CLOSED", planDigest: null, outputs: 0 });
  expect((await verifyDay(world, firstDay)).totals).toMatchObject({
    payoutLovelace: 0n,
    carriedLovelace: 1_500_000n,
  });
  const { lines } = await verifyDay(world, firstDay + 1);
  expect(lines.map(({ payoutLovelace }) => payoutLovelace)).toEqual([1_500_000n, 1_500_000n]);
  const kinds = (await readPoolMoves(world)).map(({ redeemer }) => redeemer?.kind);
  expect(kinds.slice(0, 3)).toEqual([undefined, "commit", "pay"]);
});

it("a day without players is closed, with its report", async () => {
  world = await startWorld({ players: [{ tokens: 5n, plays: false }] });
  const { firstDay } = world;
  await endNextDay(world);
  await liveToState(world, firstDay, "CLOSED");
  const { totals, lines } = await verifyDay(world, firstDay);
  expect(lines).toEqual([]);
  expect(totals.potLovelace).toBe(totals.undistributedLovelace);
});
