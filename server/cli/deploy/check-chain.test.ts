import { describe, expect, it } from "vitest";
import { makeAddress } from "@/server/domain/cardano/address";
import { operationsSchema } from "@/server/domain/day/operations";
import type { ChainSource } from "@/server/domain/ports";
import type { Rules } from "@/server/domain/rules/rules";
import { DAY_MS, testRules } from "@/server/testing/domain/fixtures";
import { PROTOCOL_PARAMETERS } from "@/server/testing/domain/protocol-parameters";
import { checkAgainstChain, checkDepth, checkMistakes } from "./check-chain";

const ASSET = `${"ab".repeat(28)}50`;
const game = (networkId: 0 | 1) => makeAddress(networkId, { kind: "key", hash: "1".repeat(56) }, null);

const DEFAULTS = operationsSchema.parse({});

/** A chain of this network that knows one asset. */
function chain(networkMagic: number): ChainSource {
  const known = {
    genesis: async () => ({ networkMagic }),
    assetSupply: async (unit: string) => (unit === ASSET ? 1_000n : null),
  };
  return known as unknown as ChainSource;
}

describe("the rules of a deployment, before anything is sent", () => {
  it("pass if the chain knows the token, on the game's network", async () => {
    await checkAgainstChain({ gameAddress: game(0), prizeAsset: ASSET }, chain(1));
    await checkAgainstChain({ gameAddress: game(1), prizeAsset: ASSET }, chain(764_824_073));
  });

  it.each([
    [game(1), ASSET, 1, /gameAddress belongs to mainnet, but the chain source is of preprod/],
    [game(0), ASSET, 764_824_073, /gameAddress belongs to a test network, but the chain source is of mainnet/],
    [game(0), `${"cd".repeat(28)}50`, 1, /rules\.prizeAsset: preprod.* does not know cdcd.*policy id/],
  ])("are refused with a readable message %#", async (gameAddress, prizeAsset, magic, words) => {
    await expect(checkAgainstChain({ gameAddress, prizeAsset }, chain(magic))).rejects.toThrow(words);
  });
});

describe("the rules of a deployment, with the limits of its pool", () => {
  const asked = { ...chain(42), parameters: async () => PROTOCOL_PARAMETERS };
  const check = (change: Partial<Rules>, dailyLimitLovelace = 500_000_000n) =>
    checkMistakes(testRules({ prizeAsset: ASSET, ...change }), { intervalMs: DAY_MS, dailyLimitLovelace }, asked);

  it("pass where a pot can be paid", () => check({}));

  it("are refused where it cannot, or where nobody could be paid", async () => {
    await expect(check({}, 99_000_000n)).rejects.toThrow(/^rules\.pot\.lovelace .*over the contract's limit/);
    await expect(check({ perRecipientCapLovelace: 5n })).rejects.toThrow(/^rules\.perRecipientCapLovelace/);
    await expect(check({ holding: { minimumQuantity: 1_001n } })).rejects.toThrow(/nobody could qualify/);
  });
});

describe("the depth at which days are read, before anything is sent", () => {
  it("is refused if it is too little for a public network", async () => {
    await expect(checkDepth({ ...DEFAULTS, snapshotDepth: 5 }, chain(1))).rejects.toThrow(
      /operations\.snapshotDepth is 5.*preprod/,
    );
    await checkDepth({ ...DEFAULTS, snapshotDepth: 36 }, chain(1));
    await checkDepth(DEFAULTS, chain(764_824_073));
  });

  it("is free on a devnet", () => checkDepth({ ...DEFAULTS, snapshotDepth: 5 }, chain(42)));
});
