import { afterEach, expect, test } from "vitest";
import { type KupoWorld, startKupoWorld } from "@/server/testing/chain/kupo-world";
import { newTestWallet } from "@/server/testing/chain/wallet";

let world: KupoWorld;
afterEach(() => world.close());

test("a question that Kupo refuses for itself is told in its words, and not as a chain that moves", async () => {
  const player = newTestWallet().address;
  world = await startKupoWorld();
  world.pay(player);
  const { height } = world.mine(2);
  const body = { hint: "Invalid pattern! To fetch matches or add a pattern, you must provide a valid pattern." };
  world.faults.set([{ path: "^/matches/addr", kind: "status", status: 400, body }]);
  const words = { kind: "wrong-answer", message: expect.stringMatching(/refused .*400.*Invalid pattern/) };
  await expect(world.source.addressTransactions(player, 1, height)).rejects.toMatchObject(words);
  await expect(world.source.unspentOutputs(player)).rejects.toMatchObject(words);
});
