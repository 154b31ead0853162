import { afterAll, beforeAll, expect, it } from "vitest";
import { payment } from "@/server/testing/chain/wallet";
import { type HeardWorld, startHeardWorld } from "@/server/testing/services/heard-world";
import { dumpFreshScan, dumpScan } from "@/server/testing/services/scanner-tables";
import { endNextDay, liveToState, scan } from "@/server/testing/services/steps";
import { verifyDay } from "@/server/testing/services/verify-day";

let world: HeardWorld;
let isForgetful = false;
let lists = 0;
beforeAll(async () => {
  // Three lists of ten are empty, as from an instance on a fork behind the same address.
  world = await startHeardWorld({}, (path) =>
    isForgetful && /^(assets|addresses)\/[^/]+\/transactions$/.test(path) && [0, 3, 7].includes(lists++ % 10)
      ? { body: [] }
      : null,
  );
});
afterAll(() => world.stop());

it("a source that answers three lists of ten empty pays everybody who played", async () => {
  isForgetful = true;
  await scan(world);
  const [, , idle] = world.players;
  const [coin] = idle ? await world.ctx.source.unspentOutputs(idle.wallet.address) : [];
  if (!idle || !coin) throw new Error("nobody is left to play");
  await world.ctx.source.submit(payment(idle.wallet, coin, { address: world.gameAddress, lovelace: 5_000_000n }));
  for (let step = 0; step < 6; step++) {
    await world.control.mine(1);
    await scan(world);
  }
  const holdings = new Map(world.players.map(({ wallet, tokens }) => [wallet.address, tokens]));
  const dayIndex = await endNextDay(world);
  await liveToState(world, dayIndex, "PAID");
  isForgetful = false;
  await verifyDay(world, dayIndex, { holdings });
  await scan(world);
  expect(await dumpScan(world.ctx.db)).toBe(await dumpFreshScan(world));
});
