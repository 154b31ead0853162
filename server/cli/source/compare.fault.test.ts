import { like } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { callLimit } from "@/db/schema";
import { runCli } from "@/server/testing/cli/run-cli";
import { dayOf, snapshotOf } from "@/server/testing/services/look";
import { stepToState } from "@/server/testing/services/steps";
import { startWorld, type World } from "@/server/testing/services/world";

let world: World;
let height = 0;
beforeAll(async () => {
  world = await startWorld();
  await stepToState(world, world.firstDay, "CHECKED");
  height = (await snapshotOf(world, world.firstDay))?.height ?? 0;
});
afterAll(() => world.stop());

function compare(...args: string[]) {
  return compareWith({}, ...args);
}

function compareWith(more: Record<string, string>, ...args: string[]) {
  const { devnet, database } = world;
  const variables = { BLOCKFROST_URL: devnet.url, BLOCKFROST_BACKUP_URL: devnet.url, DATABASE_URL: database.url };
  return runCli("server/cli/source.ts", ["compare", ...args], { ...variables, ...more });
}

it("compare tells what another source says at a block, and ends with 0 where it agrees", async () => {
  const { code, stdout, stderr } = await compare("--block", String(height), "--witness", "blockfrost-backup");
  expect(stderr).toMatch(/holdings of 3 addresses are compared\n\nThey say the same/);
  expect(stdout.trim().split("\n")).toHaveLength(1);
  expect(JSON.parse(stdout)).toMatchObject({
    ok: true,
    kind: "compared",
    holders: 3,
    quantity: "1500",
    total: 0,
    rows: [],
  });
  expect(code).toBe(0);
});

it("and with 1 where it differs, with the rows from both", async () => {
  await world.control.setFaults({
    path: "^/assets/[0-9a-f]+$",
    kind: "lie",
    patch: [{ op: "replace", path: "/quantity", value: "1499" }],
  });
  const { code, stdout, stderr } = await compare("--block", String(height), "--witness", "blockfrost-backup");
  await world.control.clearFaults();
  expect(stderr).toMatch(/1 difference; the first:\n {2}All tokens: 1500 by .*, 1499 by/);
  expect(JSON.parse(stdout)).toMatchObject({
    ok: false,
    total: 1,
    rows: [{ what: "supply", ours: "1500", theirs: "1499" }],
  });
  expect(code).toBe(1);
  expect((await dayOf(world, world.firstDay)).state).toBe("CHECKED");
});

it("what it asks counts with what the engine asks, and goes no further than that may", async () => {
  const calls = { BLOCKFROST_BACKUP_DAILY_CALLS: "1000" };
  const ask = () => compareWith(calls, "--block", String(height), "--witness", "blockfrost-backup");
  expect((await ask()).code).toBe(0);
  const counted = like(callLimit.key, "source-day-blockfrost-backup:%");
  const [row] = await world.ctx.db.select().from(callLimit).where(counted);
  expect(row?.points).toBeGreaterThan(0);
  expect((row?.points ?? 0) % 10, "leased by tens").toBe(0);
  await world.ctx.db.update(callLimit).set({ points: 1_000 }).where(counted);
  const { code, stderr } = await ask();
  expect(stderr).toMatch(/the 1000 calls that the settings allow in a day are used up/);
  expect(code).toBe(1);
});

it("a wrong call is refused with what would be right", async () => {
  expect((await compare("--block", String(height))).stderr).toMatch(/No chain source of another kind is set/);
  expect((await compare()).stderr).toMatch(/--block is missing/);
  expect((await compare("--block", "-1")).code).toBe(2);
  const far = await compare("--block", "999999", "--witness", "blockfrost-backup");
  expect(far.stderr).toMatch(/block 999999 is not among those that were read/);
  expect(far.code).toBe(1);
});
