import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { aloneBeside } from "@/db/beside";
import { assetUtxo, auditEvent, day, participation } from "@/db/schema";
import { createTestDatabase } from "@/db/testing/database";
import { runCli } from "@/server/testing/cli/run-cli";
import { worldVariables } from "@/server/testing/cli/world-variables";
import { dumpScan } from "@/server/testing/services/scanner-tables";
import { scan } from "@/server/testing/services/steps";
import { startWorld, type World } from "@/server/testing/services/world";

let world: World;
beforeAll(async () => {
  world = await startWorld();
  await world.control.mine(20);
});
afterAll(async () => {
  await command("drop");
  await world.stop();
});

function command(...args: string[]) {
  return commandWith({}, ...args);
}

async function commandWith(variables: Record<string, string>, ...args: string[]) {
  const { code, stdout, stderr } = await runCli("server/cli/scan.ts", args, {
    ...worldVariables(world),
    ...variables,
  });
  return { code, stderr, told: stdout ? JSON.parse(stdout.trim().split("\n").at(-1) ?? "") : null };
}

/** Whether the tables of a rescan are there. */
async function isBeside(): Promise<boolean> {
  return (await world.ctx.db.execute(sql`select from pg_namespace where nspname = 'rescan'`)).length > 0;
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

it("a rescan that agrees is swapped in once, and changes nothing that was read", async () => {
  expect(await command("swap")).toMatchObject({ code: 1, told: { ok: false, swapped: false } });
  const before = await dumpScan(world.ctx.db);
  const { code, stderr, told } = await command("rescan");
  expect(told, stderr).toMatchObject({ ok: true, differences: 0, unsettled: 0, lowest: null, days: [] });
  expect(code).toBe(0);
  expect(stderr).toMatch(/^Block \d+ of \d+, 100 % of all there is to read: \S+ blocks a second/m);
  expect(told.rows).toBeGreaterThan(20);
  expect(await isBeside()).toBe(true);
  expect(await dumpScan(world.ctx.db)).toBe(before);
  const swapped = await command("swap");
  expect(swapped, swapped.stderr).toMatchObject({ code: 0, told: { ok: true, swapped: true, differences: 0 } });
  expect(await isBeside()).toBe(false);
  expect(await dumpScan(world.ctx.db)).toBe(before);
  const again = await command("swap");
  expect(again).toMatchObject({ code: 1, stderr: expect.stringContaining("is the live scan now") });
  const [row] = await world.ctx.db.select().from(auditEvent).where(eq(auditEvent.action, "scan.swapped"));
  expect(row?.actor).toMatch(/^cli:./);
});

it("killed between the tables' switch and the commit, it has done nothing, and is done by the next call", async () => {
  expect(await command("rescan")).toMatchObject({ code: 0 });
  const before = await dumpScan(world.ctx.db);
  const killed = await commandWith({ CRASH_POINT: "scan-switched" }, "swap");
  expect(killed, killed.stderr).toMatchObject({ code: -1, told: null });
  expect(await isBeside()).toBe(true);
  expect(await dumpScan(world.ctx.db)).toBe(before);
  expect(await command("swap")).toMatchObject({ code: 0, told: { swapped: true } });
  expect(await dumpScan(world.ctx.db)).toBe(before);
});

it("rescan shows what differs, from which block on, and is not swapped in by itself; then it goes on and agrees", async () => {
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
  const refused = await command("swap");
  expect(refused).toMatchObject({ code: 1, told: { ok: false, swapped: false, differences: 2, lowest: told.lowest } });
  expect(refused.stderr).toContain("Nothing was changed. If the rescan is right: npm run scan -- swap --replace");
  expect(await command("swap", "--replace")).toMatchObject({ code: 2 });
  expect(await command("swap", "--replace", "--reason", "so")).toMatchObject({ code: 1 });
  expect(await dumpScan(db)).toBe(wrong);
  expect(await db.$count(day)).toBe(0);

  await db.insert(participation).values(play);
  await db.update(assetUtxo).set({ quantity: 500n }).where(eq(assetUtxo.txHash, token.txHash));
  const again = await command("rescan");
  expect(again, again.stderr).toMatchObject({ code: 0, told: { ok: true } });
  expect(again.stderr).toContain("goes on.");
  expect(await command("drop")).toMatchObject({ code: 0, told: { ok: true, dropped: true } });
  expect(await isBeside()).toBe(false);
});

it("where they differ it takes the live scan's place for a reason, and the audit log keeps what differed", async () => {
  const { db } = world.ctx;
  const right = await dumpScan(db);
  await db.update(assetUtxo).set({ quantity: 501n }).where(eq(assetUtxo.quantity, 500n));
  expect(await command("rescan")).toMatchObject({ code: 1 });
  const replaced = await command("swap", "--replace", "--reason", "A disk was restored.");
  expect(replaced, replaced.stderr).toMatchObject({ code: 0, told: { swapped: true, differences: 1 } });
  await scan(world);
  expect(await dumpScan(db)).toBe(right);
  const [row] = await db.select().from(auditEvent).where(eq(auditEvent.action, "scan.replaced"));
  expect(row?.details).toMatchObject({ reason: "A disk was restored.", shown: [{ table: "tokens" }] });
});

it("a schema of that name that no rescan has made is neither used nor dropped", async () => {
  const { db } = world.ctx;
  await db.execute(sql`create schema rescan`);
  for (const verb of ["rescan", "swap", "drop"]) {
    expect(await command(verb)).toMatchObject({
      code: 1,
      told: null,
      stderr: expect.stringContaining("left as it is"),
    });
  }
  expect(await isBeside()).toBe(true);
  await db.execute(sql`drop schema rescan`);
});

it("on a database without a table each says what is missing", async () => {
  const empty = await createTestDatabase({ empty: true });
  const ask = (verb: string) => commandWith({ DATABASE_URL: empty.url }, verb);
  expect((await ask("--once")).stderr).toContain("There is no pool yet");
  expect((await ask("rescan")).stderr).toContain("No pool has been set up yet");
  expect((await ask("swap")).stderr).toContain("No pool has been set up yet");
  expect(await ask("drop")).toMatchObject({ code: 0, told: { dropped: true } });
  await empty.drop();
});

it("one at a time: while a rescan is at work, another one, a swap and a drop are refused in words", async () => {
  await aloneBeside(world.database.url, async () => {
    for (const verb of ["rescan", "swap", "drop"]) {
      expect(await command(verb)).toMatchObject({ code: 1, stderr: expect.stringContaining("at work already") });
    }
  });
});
