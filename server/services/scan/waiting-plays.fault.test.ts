import { eq, isNull, sql } from "drizzle-orm";
import { afterEach, expect, it } from "vitest";
import { participation, txBytesMissing } from "@/db/schema";
import { makeAddress } from "@/server/domain/cardano/address";
import type { TxOutput } from "@/server/domain/ports";
import { NOT_FOUND } from "@/server/testing/chain/canned-server";
import { newTestWallet, payment, paymentKeyHash, type TestWallet } from "@/server/testing/chain/wallet";
import { type HeardWorld, startHeardWorld } from "@/server/testing/services/heard-world";
import { liveToState, mineUntil, scan, stepToState } from "@/server/testing/services/steps";
import { verifyDay } from "@/server/testing/services/verify-day";
import type { WorldOptions } from "@/server/testing/services/world";
import { BLOCK_MS, INTERVAL_MS, SNAPSHOT_DEPTH } from "@/server/testing/services/world-terms";
import { loadFollowed } from "../followed/followed";
import { healthCheck } from "../health/health-check";
import { askOnceMore } from "./ask-once-more";
import { settleWaiting } from "./internal/settle-waiting";

const PLAYERS: NonNullable<WorldOptions["players"]> = [
  { tokens: 600n, plays: true },
  { tokens: 400n, plays: true },
];

let world: HeardWorld;
afterEach(() => world.stop());

const withPlayers = (more: typeof PLAYERS): WorldOptions => ({ players: [...PLAYERS, ...more] });

async function playOf(wallet: TestWallet, addresses = [wallet.address]) {
  const { source } = world.ctx;
  const coins: TxOutput[] = [];
  for (const address of addresses) coins.push(...(await source.unspentOutputs(address)));
  await source.submit(payment(wallet, coins, { address: world.gameAddress, lovelace: 5_000_000n }));
  const { mempool } = await world.control.state();
  await world.control.mine(1);
  return { hash: mempool.at(-1) ?? "", spent: coins.map(({ ref }) => ref.txHash) };
}

const rowOf = async (txHash: string) =>
  (await world.ctx.db.select().from(participation).where(eq(participation.txHash, txHash)))[0];

/** Until the day may be read, with no step in between. */
const endDay = (dayIndex: number) => mineUntil(world, (dayIndex + 1) * INTERVAL_MS + (SNAPSHOT_DEPTH + 1) * BLOCK_MS);

const tokensOf = (count: number) =>
  new Map(world.players.slice(0, count).map(({ wallet, tokens }) => [wallet.address, tokens]));

it("a play of 400 inputs waits, asks for each earlier transaction once, delays nobody, and counts from the next day", async () => {
  const key = newTestWallet();
  const payer = { kind: "key", hash: paymentKeyHash(key) } as const;
  // Each is somebody else's by its stake key, and none has more: all must be known.
  const coins = Array.from({ length: 400 }, (_, index) => {
    const stake = { kind: "key", hash: index.toString(16).padStart(56, "0") } as const;
    return { ...key, address: makeAddress(0, payer, stake) };
  });
  const hostile = coins[0] ?? key;
  world = await startHeardWorld(
    withPlayers(coins.map((wallet, index) => ({ wallet, tokens: index === 0 ? 1_000n : 0n, plays: false }))),
  );
  const { hash: play, spent } = await playOf(
    hostile,
    coins.map(({ address }) => address),
  );
  await endDay(world.firstDay);
  world.asked.length = 0;
  await stepToState(world, world.firstDay, "SNAPSHOT");
  expect(await rowOf(play)).toMatchObject({ reason: "waiting", identityId: null, knownHeight: null });
  await liveToState(world, world.firstDay, "PAID");
  await verifyDay(world, world.firstDay, { holdings: tokensOf(2) });

  expect(await rowOf(play)).toMatchObject({ reason: null, identityId: expect.any(Number) });
  expect(new Set(spent).size).toBe(400);
  expect(world.timesAsked(new RegExp(`txs/(${spent.join("|")})/cbor$`))).toBe(400);
  await endDay(world.firstDay + 1);
  await liveToState(world, world.firstDay + 1, "PAID");
  await verifyDay(world, world.firstDay + 1, { holdings: tokensOf(3) });
});

it("a play that spends what has no bytes waits with its reason, holds up no day, and is asked for ever more seldom", async () => {
  let hidden = "";
  world = await startHeardWorld(withPlayers([{ tokens: 0n, plays: false }]), (path) =>
    hidden && path.startsWith(`txs/${hidden}`) ? NOT_FOUND : null,
  );
  const genesis = world.players[2]?.wallet ?? newTestWallet();
  const [coin] = await world.ctx.source.unspentOutputs(genesis.address);
  hidden = coin?.ref.txHash ?? "";
  const { hash: play } = await playOf(genesis);
  for (let step = 0; step < 10; step++) {
    await world.control.mine(1);
    await scan(world);
  }
  expect(await rowOf(play)).toMatchObject({ reason: "waiting", knownHeight: null });
  // Once for its bytes, and once whether it is the server that keeps none.
  expect(world.timesAsked(/./)).toBeGreaterThan(20);
  expect(world.timesAsked(new RegExp(hidden))).toBe(2);
  const { parts } = await healthCheck(world.ctx, Date.now());
  expect(parts).toContainEqual({
    name: "plays",
    state: "waits",
    fact: expect.stringMatching(
      /^A play has no known .* The chain source does not have one transaction that they spent/,
    ),
    next: null,
    href: null,
    toldBy: null,
  });

  await endDay(world.firstDay);
  await liveToState(world, world.firstDay, "PAID");
  await verifyDay(world, world.firstDay);
  // Once more before the day was read.
  expect(world.timesAsked(new RegExp(hidden))).toBe(4);
  const [pause] = await world.ctx.db
    .select({ tries: txBytesMissing.tries, seconds: sql<number>`round(extract(epoch from ask_again_at - now()))::int` })
    .from(txBytesMissing);
  expect(pause?.tries).toBe(2);
  expect(pause?.seconds).toBeGreaterThan(60);
  expect(pause?.seconds).toBeLessThanOrEqual(120);

  hidden = "";
  await askOnceMore(world.ctx);
  expect(await world.ctx.db.$count(participation, isNull(participation.knownHeight))).toBe(0);
  expect(await rowOf(play)).toMatchObject({ reason: null, identityId: expect.any(Number) });
  expect(await world.ctx.db.$count(txBytesMissing)).toBe(0);
});

it("nor does a source hold up a day that answers nonsense about what a waiting play spent", async () => {
  let hidden = "";
  let reply = NOT_FOUND;
  world = await startHeardWorld(withPlayers([{ tokens: 0n, plays: false }]), (path) =>
    hidden && path.startsWith(`txs/${hidden}`) ? reply : null,
  );
  const [, , player] = world.players;
  const [coin] = player ? await world.ctx.source.unspentOutputs(player.wallet.address) : [];
  hidden = coin?.ref.txHash ?? "";
  const { hash } = await playOf(player?.wallet ?? newTestWallet());
  await scan(world);
  reply = { body: "<html>Bad gateway</html>" };
  await endDay(world.firstDay);
  await liveToState(world, world.firstDay, "PAID");
  await verifyDay(world, world.firstDay);
  expect(world.timesAsked(new RegExp(hidden))).toBe(3);
  expect(await rowOf(hash)).toMatchObject({ reason: "waiting", knownHeight: null });
});

it("plays that stay unknown stand in nobody's way", async () => {
  let hidden = new Set<string>();
  world = await startHeardWorld(withPlayers([1, 2, 3].map(() => ({ tokens: 0n, plays: false }))), (path) =>
    [...hidden].some((hash) => path.startsWith(`txs/${hash}`)) ? NOT_FOUND : null,
  );
  const wallets = world.players.slice(2).map(({ wallet }) => wallet);
  const plays: string[] = [];
  for (const wallet of wallets) {
    const [coin] = await world.ctx.source.unspentOutputs(wallet.address);
    hidden.add(coin?.ref.txHash ?? "");
    plays.push((await playOf(wallet)).hash);
  }
  await scan(world);
  const [last = ""] = [...hidden].slice(-1);
  hidden = new Set([...hidden].filter((hash) => hash !== last));
  const { db } = world.ctx;
  await db.update(txBytesMissing).set({ askAgainAt: sql`now()` });
  const [pool] = await db.query.pool.findMany();
  const { height } = (await db.query.sourceState.findFirst()) ?? { height: 0 };
  if (!pool) throw new Error("there is no pool");
  for (let step = 0; step < 3; step++) {
    await settleWaiting(world.ctx, await loadFollowed(db, pool), height, { plays: 1, earlier: 1 });
  }
  expect((await rowOf(plays[2] ?? ""))?.knownHeight).not.toBeNull();
  expect((await rowOf(plays[0] ?? ""))?.knownHeight).toBeNull();
});
