import { afterEach, expect, it } from "vitest";
import { makeAddress, parseAddress } from "@/server/domain/cardano/address";
import { newTestWallet, type TestWallet } from "@/server/testing/chain/wallet";
import { liveToState, mineUntil } from "@/server/testing/services/steps";
import { verifyDay } from "@/server/testing/services/verify-day";
import { startWorld, type World } from "@/server/testing/services/world";

let world: World;
afterEach(() => world.stop());

/** The stranger's payment key with another person's stake key: a valid address of the stranger alone. */
function joinStakeKey(stranger: TestWallet, victim: TestWallet): TestWallet {
  const [own, other] = [parseAddress(stranger.address), parseAddress(victim.address)];
  if ("problem" in own || own.kind !== "base" || "problem" in other || other.kind !== "base") {
    throw new Error("test wallets have base addresses");
  }
  return { ...stranger, address: makeAddress(0, own.payment, other.stake) };
}

it.each([
  ["holds nothing", 0n],
  ["even holds one token there", 1n],
] as const)(
  "a stranger plays with a player's stake key and %s: the player's money stays the player's",
  async (_, tokens) => {
    const ann = newTestWallet();
    const stranger = joinStakeKey(newTestWallet(), ann);
    world = await startWorld({
      players: [
        { wallet: ann, tokens: 600n - tokens, plays: false },
        { wallet: stranger, tokens, plays: true },
        { tokens: 400n, plays: true },
      ],
    });
    const { firstDay, players } = world;
    await mineUntil(world, world.deployment.start.timeMs + 90_000);
    await liveToState(world, firstDay, "PAID");
    const ben = players[2]?.wallet.address ?? "";
    const holdings = new Map([
      [ann.address, 600n - tokens],
      [ben, 400n],
      ...(tokens > 0n ? [[stranger.address, tokens] as const] : []),
    ]);
    const { lines } = await verifyDay(world, firstDay, { holdings });
    const paid = new Map(lines.map((line) => [line.address, line.payoutLovelace]));
    expect(paid.get(ann.address)).toBe((600n - tokens) * 1_000_000n);
    // The stranger's own tokens earn their share there, as anywhere; Ann's holdings give the stranger nothing.
    expect(paid.get(stranger.address) ?? 0n).toBe(tokens * 1_000_000n);
    expect(new Set(lines.map(({ identity }) => identity)).size).toBe(2);
  },
);
