import { afterAll, beforeAll, expect, it } from "vitest";
import { makeAddress, parseAddress } from "@/server/domain/cardano/address";
import { newTestWallet } from "@/server/testing/chain/wallet";
import { liveUntil } from "@/server/testing/services/pass-time";
import { startWorld, type World } from "@/server/testing/services/world";
import { PRIZE_ASSET } from "@/server/testing/services/world-terms";
import { readPoolView } from "../published/read-pool-view";
import { checkEligibility } from "./check-eligibility";

const script = { kind: "script", hash: "5c".repeat(28) } as const;
const wallet = newTestWallet();
const parsed = parseAddress(wallet.address);
if ("problem" in parsed || parsed.kind !== "base") throw new Error("a test wallet has a base address");
/** At a script, in the name of the wallet's owner; and at a script without an owner. */
const owned = makeAddress(0, script, parsed.stake);
const nobodys = makeAddress(0, script, null);

let world: World;
beforeAll(async () => {
  const hold = (address: string, tokens: bigint) => ({
    address,
    lovelace: 5_000_000n,
    assets: { [PRIZE_ASSET]: tokens },
  });
  world = await startWorld({
    players: [{ tokens: 600n, plays: true, wallet }],
    funds: [hold(owned, 250n), hold(nobodys, 40n)],
  });
  await liveUntil(world, async () => (await readPoolView(world.ctx)) !== null);
});
afterAll(() => world.stop());

it("tokens that a script holds at the address that was asked are told first, apart from those that count", async () => {
  const answer = await checkEligibility(world.ctx, { address: owned });
  expect(answer).toMatchObject({
    kind: "assessed",
    decision: { quantity: 600n },
    notCountedQuantity: 250n,
    notCounted: [{ address: owned, quantity: 250n, unresolved: { reason: "script" } }],
  });
});

it("an address that nobody can be paid at is told how many tokens it holds for nothing", async () => {
  expect(await checkEligibility(world.ctx, { address: nobodys })).toMatchObject({ kind: "unpayable", quantity: 40n });
});
