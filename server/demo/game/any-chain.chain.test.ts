import { describe, expect, it } from "vitest";
import { createBlockfrostSource } from "@/server/chain/sources/blockfrost/source";
import { DevnetControl } from "@/server/devnet/control-client";
import type { FaultRule } from "@/server/devnet/faults";
import { newFundingWallet } from "@/server/devnet/funding";
import { type DevnetOptions, startDevnet } from "@/server/devnet/start";
import type { ChainSource } from "@/server/domain/ports";
import { newTestWallet } from "@/server/testing/chain/wallet";
import { walletFromSeed } from "../wallet/seed";
import { expectedHolders } from "./expected";
import { fundAddress } from "./fund-address";
import { playGame } from "./play-game";
import type { OnProgress } from "./types";

const QUICK_RETRY = { retries: 1, baseDelayMs: 5, maxDelayMs: 20 };

type Place = { source: ChainSource; phrase: string; control: DevnetControl };

async function onDevnet(options: DevnetOptions, run: (place: Place) => Promise<void>): Promise<void> {
  const funding = newFundingWallet();
  const devnet = await startDevnet({ funding, speed: 10, ...options });
  const source = createBlockfrostSource({ url: devnet.url, retry: QUICK_RETRY, submitTimeoutMs: 2_000 });
  try {
    await run({ source, phrase: funding.seedPhrase, control: new DevnetControl(devnet.controlUrl) });
  } finally {
    await devnet.stop();
  }
}

async function expectPlayed(
  { source, phrase }: Place,
  players: number,
  onProgress: OnProgress = () => {},
): Promise<void> {
  const game = await playGame({ source, fundingSeed: phrase, players, seed: 3, onProgress });
  const holders = await source.assetHolders(game.prizeAsset);
  expect(new Map(holders.map(({ address, quantity }) => [address, quantity]))).toEqual(expectedHolders(game));
  const { height } = await source.tip();
  const atGame = await source.addressTransactions(game.gameAddress, 0, height);
  const plays = game.members.reduce((sum, member) => sum + member.plays, 0);
  // One more is from a person who paid too little.
  expect(atGame).toHaveLength(plays + game.members.filter(({ role }) => role === "under-minimum").length);
}

describe("a game on another chain", () => {
  it("is played with slots of two seconds, after an earlier era, and with a clock that is years away", async () => {
    const systemStartMs = Date.UTC(2033, 4, 6);
    const genesis = {
      systemStartMs,
      networkMagic: 9,
      slotLengthMs: 2_000,
      earlierEras: [{ slots: 500, slotLengthMs: 20_000, epochLength: 100 }],
    };
    const options = {
      genesis,
      startTimeMs: systemStartMs + 90 * 86_400_000,
      speed: 40,
      blockIntervalMs: 6_000,
    };
    await onDevnet(options, (place) => expectPlayed(place, 5));
  });

  it("is played by one player alone", () => onDevnet({}, (place) => expectPlayed(place, 1)));

  it("is played through a full mempool, a rate limit and failing answers", async () => {
    await onDevnet({ mempoolCapacityBytes: 8_000, speed: 20 }, async (place) => {
      const path = "/tx/submit";
      const faults: FaultRule[] = [
        { path, kind: "status", status: 425, times: 3 },
        { path, kind: "status", status: 429, times: 3 },
        { path, kind: "accept-then-error", answer: "500", times: 3 },
        { path, kind: "accept-then-error", answer: "bare-hash", times: 3 },
        { path, kind: "accept-and-lose", times: 3 },
        { path: "/blocks/latest", kind: "status", status: 503, times: 4 },
      ];
      let faultsSet: Promise<unknown> | undefined;
      await expectPlayed(place, 40, ({ stage, done, total }) => {
        if (stage === "distribute" && done === total) faultsSet = place.control.setFaults(...faults);
      });
      await faultsSet;
      expect((await place.control.state()).faults).toEqual([]);
    });
  });
});

describe("funds", () => {
  it("names the address and how much it needs", () =>
    onDevnet({}, async ({ source }) => {
      const { seedPhrase, address } = newTestWallet();
      const play = playGame({ source, fundingSeed: seedPhrase, players: 10, seed: 1 });
      await expect(play).rejects.toThrow(
        new RegExp(`funding address ${address} holds 0 ADA; a game of 10 players needs \\d+(\\.\\d+)? ADA`),
      );
    }));

  it("says what is wrong with a seed phrase and a number of players", () =>
    onDevnet({}, async ({ source, phrase }) => {
      const play = (fundingSeed: string, players: number) => playGame({ source, fundingSeed, players, seed: 1 });
      await expect(play("one two three", 5)).rejects.toThrow(/has 3 words/);
      await expect(play(phrase, 0)).rejects.toThrow(/players must be a whole number from 1, not 0/);
    }));

  it("pays exact outputs and answers them when they are in a block", () =>
    onDevnet({}, async ({ source, phrase }) => {
      const wallet = walletFromSeed(phrase, 0);
      const [first, second] = [newTestWallet().address, newTestWallet().address];
      const targets = [
        { address: first, lovelace: 5_000_000n },
        { address: second, lovelace: 7_654_321n },
        { address: first, lovelace: 5_000_000n },
      ];
      const paid = await fundAddress(source, wallet, targets);
      expect(paid.map(({ address, lovelace }) => ({ address, lovelace }))).toEqual(targets);
      expect(await source.unspentOutputs(first)).toEqual([paid[0], paid[2]]);
      expect(await source.unspentOutputs(second)).toEqual([paid[1]]);
      const poor = walletFromSeed(newTestWallet().seedPhrase, 0);
      await expect(fundAddress(source, poor, targets)).rejects.toThrow(
        `The funding address ${poor.address} holds 0 ADA; paying 3 addresses needs`,
      );
    }));
});
