import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { makeAddress, makeRewardAddress, parseAddress } from "@/server/domain/cardano/address";
import { identityOf } from "@/server/domain/identity";
import { sum } from "@/server/domain/integers";
import { RESOLVERS } from "@/server/domain/script-held/table";
import { runJob } from "@/server/jobs/run-job";
import { payment } from "@/server/testing/chain/wallet";
import { BYRON_ADDRESS, key } from "@/server/testing/domain/fixtures";
import { scan } from "@/server/testing/services/steps";
import { startWorld, type World } from "@/server/testing/services/world";
import { PRIZE_ASSET } from "@/server/testing/services/world-terms";
import { chainNow } from "../chain-now";
import { listRegister, type RegisterList } from "./list-register";
import { refreshRegister } from "./refresh-register";

const [known] = RESOLVERS;
const contract = makeAddress(0, { kind: "script", hash: known?.scripts[0] ?? "" }, key(0x71));
const script = makeAddress(0, { kind: "script", hash: "b2".repeat(28) }, null);
const fund = (address: string, tokens: bigint) => ({
  address,
  lovelace: 5_000_000n,
  assets: { [PRIZE_ASSET]: tokens },
});

let world: World;
beforeAll(async () => {
  world = await startWorld({
    players: [
      { tokens: 600n, plays: true },
      { tokens: 500n, plays: false },
      { tokens: 0n, plays: true },
    ],
    funds: [fund(contract, 30n), fund(script, 24n), fund(BYRON_ADDRESS, 7n)],
  });
});
afterAll(() => world.stop());

const list = (of: RegisterList, search = "") => listRegister(world.ctx.db, { list: of, cursor: null, search });
const addressOf = (player: number) => world.players[player]?.wallet.address ?? "";
const playerAt = (player: number) => identityOf(parseAddress(addressOf(player)) as never) ?? "";

/** Its pause is by the database's clock. */
async function refresh(): Promise<void> {
  await world.ctx.db.execute(sql`update register set next_at = clock_timestamp() - interval '1 second'`);
  await refreshRegister(world.ctx);
}

it("before anything is read there is no list, and no error", async () => {
  await refreshRegister(world.ctx);
  expect(await list("players")).toMatchObject({ block: null, rows: [], before: null, after: null });
});

it("lists who has played and who holds, after the block that the scan is at, each token once", async () => {
  await scan(world);
  await refresh();
  const [players, holders] = [await list("players"), await list("holders")];
  const now = await chainNow(world.ctx.db);
  expect(players.block).toEqual({ height: now?.height, timeMs: now?.timeMs, isOurs: true });
  expect(players).toMatchObject({ players: 2, holders: 5 });
  expect(new Map(players.rows.map(({ place, ...row }) => [place, row]))).toEqual(
    new Map([
      [playerAt(0), expect.objectContaining({ plays: 1, held: 600n, counted: 600n, decision: "eligible" })],
      [playerAt(2), expect.objectContaining({ plays: 1, held: 0n, decision: "holds-none" })],
    ]),
  );
  // An owner who holds nothing is known by the address that paid the game.
  for (const { address, first } of players.rows) {
    expect(address).toMatch(/^stake_test1/);
    expect(first).toMatchObject({ height: expect.any(Number), dayIndex: expect.any(Number) });
  }
  expect(holders.rows.map(({ held, owner, decision }) => ({ held, owner, decision }))).toEqual([
    { held: 600n, owner: { kind: "key" }, decision: "eligible" },
    { held: 500n, owner: { kind: "key" }, decision: "never-played" },
    { held: 30n, owner: { kind: "script", contract: known?.what }, decision: "unpayable-address" },
    { held: 24n, owner: { kind: "script", contract: null }, decision: "unpayable-address" },
    { held: 7n, owner: { kind: "nobody" }, decision: "unpayable-address" },
  ]);
  expect(sum(holders.rows.map(({ held }) => held))).toBe(1161n);
});

it("somebody is found by any address, whole or by how it begins, and by the hash of the key", async () => {
  const stake = makeRewardAddress(0, { kind: "key", hash: playerAt(0).slice(4) });
  const searches = [addressOf(0), stake, ` ${stake}\n`, stake.slice(0, 24), addressOf(0).slice(0, 30)];
  for (const search of [...searches, `${stake.slice(0, 20)}…${stake.slice(-6)}`, playerAt(0).slice(4, 20)]) {
    const { rows, isCut } = await list("players", search);
    expect({ places: rows.map(({ place }) => place), isCut }, search).toEqual({ places: [playerAt(0)], isCut: false });
  }
  expect((await list("players", addressOf(1))).rows).toEqual([]);
  for (const search of [script, script.slice(0, 40), "b2".repeat(28), BYRON_ADDRESS, BYRON_ADDRESS.slice(0, 20)]) {
    expect((await list("holders", search)).rows, search).toHaveLength(1);
  }
  expect((await list("holders", "addr_test1")).rows).toHaveLength(5 - 1);
});

it.each([
  ["a handle", "$somebody", /handle is looked up on the page of eligibility/],
  ["no address", "drop table; --", /not a Cardano address/],
  ["an address of another network", makeAddress(1, key(1), key(2)), /belongs to mainnet/],
  ["something huge", "z".repeat(501), /too long to be an address/],
])("a search for %s is told what is wrong", async (_what, search, words) => {
  await expect(list("players", search)).rejects.toMatchObject({
    code: "bad-input",
    message: expect.stringMatching(words),
  });
});

it("what a rollback undid is gone, and what came instead is there", async () => {
  const before = await list("players");
  const { tip } = await world.control.state();
  const [, idle] = world.players;
  if (!idle) throw new Error("the world has three players");
  await world.control.rollback(tip.height - Number(before.rows.at(-1)?.first?.height) + 1, { drop: true });
  const [from] = await world.ctx.source.unspentOutputs(idle.wallet.address);
  if (!from) throw new Error("they hold tokens");
  await world.ctx.source.submit(payment(idle.wallet, from, { address: world.gameAddress, lovelace: 5_000_000n }));
  await world.control.mine(2);
  await scan(world);
  expect(await list("players")).toEqual({ ...before, block: { ...before.block, isOurs: false } });
  await refresh();
  const after = await list("players");
  expect(after).toMatchObject({ players: 1, block: { isOurs: true } });
  expect(after.rows.map(({ place }) => place)).toEqual([playerAt(1)]);
});

it("while the database holds it up, the engine's round goes on to its end, and it is made afterwards", async () => {
  const { db } = world.ctx;
  await world.control.mine(1);
  await scan(world);
  const height = (await chainNow(db))?.height;
  await db.execute(sql`update register set next_at = clock_timestamp() - interval '1 second'`);
  await db.transaction(async (tx) => {
    await tx.execute(sql`lock table register_entry in access exclusive mode`);
    expect(await runJob(world.ctx, "metrics")).toMatchObject({ result: "done" });
  });
  await vi.waitFor(async () => expect((await list("players")).block?.height).toBe(height), 60_000);
});

it("its turn comes after a pause, and a clock that was wrong keeps nobody from it", async () => {
  const heightOf = async () => (await list("players")).block?.height;
  const first = await heightOf();
  await world.control.mine(1);
  await scan(world);
  await refreshRegister(world.ctx);
  expect(await heightOf()).toBe(first);
  await world.ctx.db.execute(sql`update register set next_at = clock_timestamp() + interval '2 days'`);
  await refreshRegister(world.ctx);
  expect(await heightOf()).toBe((first ?? 0) + 1);
});
