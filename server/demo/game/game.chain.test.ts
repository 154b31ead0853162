import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createBlockfrostSource } from "@/server/chain/sources/blockfrost/source";
import { newFundingWallet } from "@/server/devnet/funding";
import { type Devnet, startDevnet } from "@/server/devnet/start";
import { readHolders } from "@/server/domain/eligibility/holders";
import { findPlay, type Play } from "@/server/domain/participation/play";
import type { ChainSource } from "@/server/domain/ports";
import { readWithInputs } from "@/server/testing/chain/read-transaction";
import { testRules } from "@/server/testing/domain/fixtures";
import { expectedEligible, expectedHolders } from "./expected";
import { playGame } from "./play-game";
import { playMore } from "./play-more";
import type { GamePlayer, GameResult, Role } from "./types";

const PLAYERS = 30;
const funding = newFundingWallet();
let devnet: Devnet;
let source: ChainSource;
let game: GameResult;
const progress: string[] = [];

beforeAll(async () => {
  devnet = await startDevnet({ funding, speed: 5 });
  source = createBlockfrostSource({ url: devnet.url });
  game = await playGame({
    source,
    fundingSeed: funding.seedPhrase,
    players: PLAYERS,
    seed: 7,
    onProgress: ({ stage, done, total }) => progress.push(`${stage} ${done}/${total}`),
  });
});
afterAll(() => devnet.stop());

/** What the product sees: plays by the domain's rules, from every transaction at the game's address. */
async function readPlays(of: GameResult): Promise<Play[]> {
  const rules = testRules({
    gameAddress: of.gameAddress,
    prizeAsset: of.prizeAsset,
    participation: { ...testRules().participation, minimumLovelace: of.minimumPlayLovelace },
  });
  const { height } = await source.tip();
  const refs = await source.addressTransactions(of.gameAddress, 0, height);
  const results = await Promise.all(
    refs.map(async ({ hash }) => {
      return findPlay(await readWithInputs(source, hash), rules);
    }),
  );
  return results.flatMap((result) => (result.kind === "play" ? [result.play] : []));
}

function countBy(keys: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

/** Plays by identity as the result tells them; strangers' plays count for their identity. */
function toldPlays(members: readonly GamePlayer[]): Map<string, number> {
  return countBy(members.flatMap(({ identity, plays }) => Array.from({ length: plays }, () => identity)));
}

async function readHoldings(of: GameResult) {
  const holders = await source.assetHolders(of.prizeAsset);
  return new Map(holders.map(({ address, quantity }) => [address, quantity]));
}

/** Who holds at payable addresses and has played, by the domain's own code. */
function ofDomain(of: GameResult, holdings: ReadonlyMap<string, bigint>, plays: readonly Play[]) {
  const rules = testRules({ gameAddress: of.gameAddress, prizeAsset: of.prizeAsset });
  const rows = [...holdings].map(([address, quantity]) => ({ address, quantity }));
  const played = new Set(plays.map(({ identity }) => identity));
  const { held } = readHolders(rules, rows);
  return held.flatMap(({ identity, address, quantity }) =>
    played.has(identity) ? [`${identity} ${address} ${quantity}`] : [],
  );
}

function toldEligible(of: GameResult): string[] {
  return expectedEligible(of).flatMap(({ identity, addresses }) =>
    addresses.map(({ address, quantity }) => `${identity} ${address} ${quantity}`),
  );
}

async function expectTold(of: GameResult): Promise<void> {
  const [plays, holdings] = [await readPlays(of), await readHoldings(of)];
  expect(holdings).toEqual(expectedHolders(of));
  expect(countBy(plays.map(({ identity }) => identity))).toEqual(toldPlays(of.members));
  expect(ofDomain(of, holdings, plays).sort()).toEqual(toldEligible(of).sort());
  const own = await source.unspentOutputs(of.funding.address);
  expect(own.reduce((sum, { lovelace }) => sum + lovelace, 0n)).toBe(of.funding.lovelace);
  for (const hash of of.transactions) expect(await source.transactionPlace(hash), hash).not.toBeNull();
}

const byRole = (role: Role) => game.members.filter((member) => member.role === role);

describe("a game on the chain", () => {
  it("leaves holdings, plays, eligible people and funds as the result says", async () => {
    await expectTold(game);
    expect(await source.assetSupply(game.prizeAsset)).toBe(game.supply);
    expect(progress.at(-1)).toBe(`confirm ${PLAYERS + 7}/${PLAYERS + 7}`);
  });

  it("has as many people who played for themselves as it was asked for", () => {
    const players = game.members.filter(({ played, role }) => played && !role.startsWith("stranger"));
    expect(players).toHaveLength(PLAYERS);
    expect(new Set(players.map(({ identity }) => identity)).size).toBe(PLAYERS);
  });

  it("has every role that could be paid wrongly", () => {
    const eligible = new Map(expectedEligible(game).map((row) => [row.identity, row]));
    const all: Role[] = ["rich", "regular", "enterprise", "two-addresses", "several-plays", "sold-all"];
    all.push("sold-part", "tiny-holder", "script-saver", "never-played", "under-minimum", "stranger");
    all.push("native-script-holder", "plutus-script-holder", "stranger-with-a-token");
    for (const role of all) expect(byRole(role), role).not.toHaveLength(0);
    const nothing: Role[] = ["sold-all", "never-played", "under-minimum"];
    nothing.push("native-script-holder", "plutus-script-holder");
    for (const { identity, name } of nothing.flatMap(byRole)) expect(eligible.has(identity), name).toBe(false);
    for (const { identity } of byRole("two-addresses")) expect(eligible.get(identity)?.addresses).toHaveLength(2);
    for (const { identity, addresses } of byRole("script-saver"))
      expect(eligible.get(identity)?.quantity).toBe(addresses[0]?.quantity);
    const [rich] = byRole("rich");
    const [thief] = byRole("stranger");
    const [guest] = byRole("stranger-with-a-token");
    expect([thief?.identity, guest?.identity]).toEqual([rich?.identity, rich?.identity]);
    const shares = eligible.get(rich?.identity ?? "")?.addresses ?? [];
    expect(shares.map(({ address }) => address)).not.toContain(thief?.addresses[0]?.address);
    expect(shares).toContainEqual({ address: guest?.addresses[0]?.address, quantity: 1n });
  });

  it("goes on with more plays and trades, and still matches the result", async () => {
    const later = await playMore({
      source,
      fundingSeed: funding.seedPhrase,
      game,
      plays: 12,
      trades: 6,
      seed: 1,
    });
    const sum = (of: GameResult) => of.members.reduce((total, { plays }) => total + plays, 0);
    expect(sum(later)).toBe(sum(game) + 12);
    expect(later.transactions.length).toBeGreaterThanOrEqual(game.transactions.length + 18);
    await expectTold(later);
    const again = await playMore({ source, fundingSeed: funding.seedPhrase, game: later, plays: 3, seed: 2 });
    await expectTold(again);
  });

  it("refuses to go on with another funding seed", async () => {
    const { seedPhrase } = newFundingWallet();
    await expect(playMore({ source, fundingSeed: seedPhrase, game, plays: 1, seed: 1 })).rejects.toThrow(
      /another funding seed/,
    );
  });
});
