import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ChainSourceError } from "@/server/chain/sources/error";
import { handleUnits } from "@/server/domain/cardano/ada-handle";
import { makeAddress, parseAddress } from "@/server/domain/cardano/address";
import type { AssetUnit } from "@/server/domain/units";
import { runJob } from "@/server/jobs/run-job";
import { newTestWallet } from "@/server/testing/chain/wallet";
import { key } from "@/server/testing/domain/fixtures";
import { startWorld, type World } from "@/server/testing/services/world";
import { checkEligibility } from "./check-eligibility";

const player = newTestWallet();
const stakeOfPlayer = () => {
  const parsed = parseAddress(player.address);
  if (!("stake" in parsed)) throw new Error("the player has a base address");
  return parsed.stake;
};
const elsewhere = makeAddress(0, key(91), stakeOfPlayer());
/** His stake key joined to a script's address: anybody could have made it. */
const script = makeAddress(0, { kind: "script", hash: "5c".repeat(28) }, stakeOfPlayer());
const stranger = makeAddress(0, key(92), key(93));

const fund = (address: string, ...units: AssetUnit[]) => ({
  address,
  lovelace: 5_000_000n,
  assets: Object.fromEntries(units.map((unit) => [unit, 1n])),
});

let world: World;
beforeAll(async () => {
  world = await startWorld({
    players: [{ tokens: 600n, plays: true, wallet: player }],
    funds: [
      fund(elsewhere, handleUnits("newer").cip68, handleUnits("pay@newer").cip68, handleUnits("older").cip25),
      fund(stranger, handleUnits("twice").cip25),
      fund(makeAddress(0, key(94), key(95)), handleUnits("twice").cip68, handleUnits("desk@corp").virtual),
      fund(script, handleUnits("for-sale").cip68),
    ],
  });
  await runJob(world.ctx, "scan");
});
afterAll(() => world.stop());

const ask = (address: string) => checkEligibility(world.ctx, { address });

describe("a handle", () => {
  it.each(["$newer", "$Older", "$pay@newer"])("%s gives the answer of its holder's wallet", async (handle) => {
    const answer = await ask(handle);
    expect(answer).toMatchObject({ kind: "assessed", address: elsewhere, handle: handle.slice(1).toLowerCase() });
    const direct = await ask(player.address);
    expect(direct.handle).toBeNull();
    if (answer.kind !== "assessed" || direct.kind !== "assessed") throw new Error("a player has a key");
    expect(answer.identity).toBe(direct.identity);
    expect(answer.expected).toEqual(direct.expected);
  });

  it.each([
    ["$nobody", /Nobody holds \$nobody/],
    ["$twice", /more than one \$twice/],
    ["$for-sale", /held by a script/],
    ["$desk@corp", /virtual handle/],
  ])("%s stands for no address, in words", async (handle, words) => {
    await expect(ask(handle)).rejects.toMatchObject({ code: "not-found", message: expect.stringMatching(words) });
  });

  it("that cannot be one is refused without the chain", async () => {
    const source = { ...world.ctx.source, assetHolders: () => Promise.reject(new Error("it was asked")) };
    const asked = checkEligibility({ ...world.ctx, source }, { address: "$abcdefghijklmnop" });
    await expect(asked).rejects.toMatchObject({ code: "not-found", message: expect.stringMatching(/1 to 15/) });
  });

  it("is looked up once by all who ask for it at a time, and anew after a failure", async () => {
    let looks = 0;
    const down = {
      ...world.ctx.source,
      assetHolders: () => {
        looks++;
        return Promise.reject(new ChainSourceError("unreachable", "devnet", "no answer."));
      },
    };
    const asked = () => checkEligibility({ ...world.ctx, source: down }, { address: "$stranger" });
    const answers = await Promise.allSettled(Array.from({ length: 10 }, asked));
    expect(looks).toBe(2);
    for (const answer of answers) {
      expect(answer).toMatchObject({
        reason: { code: "unavailable", message: expect.stringMatching(/looked up now/) },
      });
    }
    await expect(ask("$stranger")).rejects.toMatchObject({ code: "not-found" });
  });

  it("is not looked up for whoever may not, and is told from memory all the same", async () => {
    const beforeLookUp = () => Promise.reject(new Error("too many"));
    await expect(checkEligibility(world.ctx, { address: "$another", beforeLookUp })).rejects.toThrow("too many");
    await ask("$newer");
    expect(await checkEligibility(world.ctx, { address: "$newer", beforeLookUp })).toMatchObject({ handle: "newer" });
    expect(await checkEligibility(world.ctx, { address: player.address, beforeLookUp })).toMatchObject({
      handle: null,
    });
  });
});
