import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { makeClient } from "@/db/client";
import { assetUtxo, day, participation } from "@/db/schema";
import { runCli } from "@/server/testing/cli/run-cli";
import { TEST_SECRETS } from "@/server/testing/secrets";
import { dumpScan } from "@/server/testing/services/scanner-tables";
import { scan } from "@/server/testing/services/steps";
import { startWorld, type World } from "@/server/testing/services/world";
import { NETWORK_MAGIC } from "@/server/testing/services/world-terms";

let world: World;
beforeAll(async () => {
  world = await startWorld();
  await world.control.mine(20);
});
afterAll(async () => {
  await command("drop");
  await world.stop();
});

async function command(...args: string[]) {
  const { code, stdout, stderr } = await runCli("server/cli/scan.ts", args, {
    ...TEST_SECRETS,
    DATABASE_URL: world.database.url,
    BLOCKFROST_URL: world.devnet.url,
    NETWORK_MAGIC: String(NETWORK_MAGIC),
    NEXTAUTH_URL: "http://127.0.0.1:1",
    REPORT_DIR: world.reportDirectory,
  });
  return { code, stderr, told: stdout ? JSON.parse(stdout.trim().split("\n").at(-1) ?? "") : null };
}

/** The databases of rescans of this world. */
async function beside(): Promise<string[]> {
  const name = new URL(world.database.url).pathname.slice(1);
  const rows = await world.ctx.db.execute<{ datname: string }>(
    sql`select datname from pg_database where datname = ${`${name}_rescan`}`,
  );
  return rows.map(({ datname }) => datname);
}

it("--once reads to the tip with its progress, and leaves to do nothing for the engine's own scan", async () => {
  const done = await command("--once");
  const { tip } = await world.control.state();
  expect(done, done.stderr).toMatchObject({ code: 0, told: { ok: true, height: tip.height, tip: tip.height } });
  expect(done.stderr).toMatch(new RegExp(`^Block ${tip.height} of ${tip.height}, 100 % of all there is to read`, "m"));
  const before = await dumpScan(world.ctx.db);
  await scan(world);
  expect(await dumpScan(world.ctx.db)).toBe(before);
});

it("rescan agrees with an honest scan, and leaves neither a database nor a change", async () => {
  const before = await dumpScan(world.ctx.db);
  const { code, stderr, told } = await command("rescan");
  expect(told, stderr).toMatchObject({ ok: true, differences: 0, unsettled: 0, lowest: null, database: null });
  expect(code).toBe(0);
  expect(told.rows).toBeGreaterThan(20);
  expect(await beside()).toEqual([]);
  expect(await dumpScan(world.ctx.db)).toBe(before);
});

it("rescan shows what differs, from which block on, and changes nothing by itself; then it goes on and agrees", async () => {
  const { db } = world.ctx;
  const [play] = await db.select().from(participation).orderBy(participation.height);
  const [token] = await db.select().from(assetUtxo).where(eq(assetUtxo.quantity, 500n));
  if (!play || !token) throw new Error("nothing was played");
  await db.delete(participation).where(eq(participation.txHash, play.txHash));
  await db.update(assetUtxo).set({ quantity: 501n }).where(eq(assetUtxo.txHash, token.txHash));
  const wrong = await dumpScan(db);
  const { code, stderr, told } = await command("rescan");
  expect(code, stderr).toBe(1);
  expect(told).toMatchObject({ ok: false, differences: 2, lowest: token.createdHeight });
  expect(told.shown).toContainEqual({
    ...{ table: "plays", height: play.height, live: null },
    key: expect.stringContaining(play.txHash),
    fresh: expect.stringMatching(/key:[0-9a-f]{56}$/),
  });
  expect(told.shown).toContainEqual(
    expect.objectContaining({ table: "tokens", live: expect.stringContaining(" 501 ") }),
  );
  expect(stderr).toMatch(/rescan: .*\n/);
  expect(await dumpScan(db)).toBe(wrong);
  expect(await beside()).toHaveLength(1);
  expect(await db.$count(day)).toBe(0);

  await db.insert(participation).values(play);
  await db.update(assetUtxo).set({ quantity: 500n }).where(eq(assetUtxo.txHash, token.txHash));
  const again = await command("rescan");
  expect(again, again.stderr).toMatchObject({ code: 0, told: { ok: true } });
  expect(again.stderr).toContain("goes on.");
  expect(await beside()).toEqual([]);
});

it("a database of that name that no rescan has made is neither used nor dropped", async () => {
  const client = makeClient(world.database.url, { max: 1 });
  const name = `${new URL(world.database.url).pathname.slice(1)}_rescan`;
  await client`create database ${client(name)}`;
  try {
    for (const verb of ["rescan", "drop"]) {
      expect(await command(verb)).toMatchObject({
        code: 1,
        told: null,
        stderr: expect.stringContaining("left as it is"),
      });
    }
    expect(await beside()).toHaveLength(1);
  } finally {
    await client`drop database ${client(name)}`;
    await client.end();
  }
});
