import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { followed, participation, pool } from "@/db/schema";
import { runJob } from "@/server/jobs/run-job";
import { payment } from "@/server/testing/chain/wallet";
import { type HeardWorld, startHeardWorld } from "@/server/testing/services/heard-world";
import { scan } from "@/server/testing/services/steps";
import { checkRange } from "./check-range";

/** More than a step reads of history before the pool. */
const BLOCKS = 5_200;

let world: HeardWorld;
let isFailing = false;
const ranges: string[] = [];
const places: string[] = [];
beforeAll(async () => {
  world = await startHeardWorld({}, (path, query) => {
    if (/^txs\/[0-9a-f]{64}$/.test(path)) places.push(path);
    if (path.startsWith("addresses/") && path.endsWith("/transactions")) ranges.push(query.get("from") ?? "begin");
    return isFailing && path.startsWith("addresses/") && Number(query.get("from")) > 0
      ? { body: "<html>Bad gateway</html>" }
      : null;
  });
  await world.control.mine(BLOCKS);
  const [, , idle] = world.players;
  const [coin] = idle ? await world.ctx.source.unspentOutputs(idle.wallet.address) : [];
  if (!idle || !coin) throw new Error("nobody is left to play");
  await world.ctx.source.submit(payment(idle.wallet, coin, { address: world.gameAddress, lovelace: 5_000_000n }));
  await world.control.mine(20);
  // As if the pool had been deployed only now: everything before is history of which no blocks are held.
  const tip = await world.ctx.source.tip();
  await world.ctx.db.update(pool).set({ startHeight: tip.height, startHash: tip.hash });
});
afterAll(() => world.stop());

const readHeights = async () =>
  (await world.ctx.db.select().from(followed))
    .filter(({ kind }) => kind === "game")
    .map(({ readHeight }) => readHeight);

it("what was read of a long history stays read when the source fails, and reading goes on from there", async () => {
  isFailing = true;
  await expect(runJob(world.ctx, "scan")).rejects.toThrow(/devnet: the answer to addresses\/.* is a web page/);
  const [reached = 0] = await readHeights();
  expect(reached).toBeGreaterThan(4_900);
  expect(await world.ctx.db.$count(participation)).toBe(2);
  isFailing = false;
  ranges.length = 0;
  await scan(world);
  expect(await world.ctx.db.$count(participation)).toBe(3);
  expect(ranges[0]).toBe(String(reached + 1));
  expect(ranges).not.toContain("begin");
});

it("once it is compared as a whole, only what its own list dates otherwise is asked for one by one", async () => {
  places.length = 0;
  const games = (await world.ctx.db.select().from(followed)).filter(({ kind }) => kind === "game");
  const [{ id, readHeight: to } = { id: -1, readHeight: 0 }] = games;
  expect(await checkRange(world.ctx, [id], { from: 0, to })).toMatchObject({ ok: true });
  const [{ scripts } = { scripts: -1n }] = await world.ctx.db.execute<{ scripts: bigint }>(
    sql`select count(*) as scripts from chain_transaction where runs_scripts and ${id}::int = any(subjects)`,
  );
  expect(places).toHaveLength(Number(scripts));
});
