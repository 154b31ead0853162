import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { makeAddress } from "@/server/domain/cardano/address";
import { raiseScanEpoch } from "@/server/services/scan-epoch";
import { runCli } from "@/server/testing/cli/run-cli";
import { dayOf, snapshotOf, stateOf } from "@/server/testing/services/look";
import { endNextDay, scan, stepToState } from "@/server/testing/services/steps";
import { startWorld, type World } from "@/server/testing/services/world";
import { PRIZE_ASSET } from "@/server/testing/services/world-terms";

const folder = mkdtempSync(path.join(tmpdir(), "prize-export-"));
/** Tokens that count for nobody: at a script without an owner, and at one whose owner has never played. */
const script = makeAddress(0, { kind: "script", hash: "aa".repeat(28) }, null);
const owned = makeAddress(0, { kind: "script", hash: "aa".repeat(28) }, { kind: "key", hash: "bb".repeat(28) });
const held = (address: string, tokens: bigint) => ({
  address,
  lovelace: 5_000_000n,
  assets: { [PRIZE_ASSET]: tokens },
});

let world: World;
let dayIndex: number;
beforeAll(async () => {
  world = await startWorld({ funds: [held(script, 7n), held(owned, 8n)] });
  dayIndex = await endNextDay(world);
  await scan(world);
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await world.stop();
});

async function exported(...args: string[]) {
  const given = ["snapshot", "--day", String(dayIndex), ...args];
  const { code, stdout, stderr } = await runCli("server/cli/export.ts", given, { DATABASE_URL: world.database.url });
  return { code, stdout, stderr };
}
const lastLine = (text: string) => JSON.parse(text.trim().split("\n").at(-1) ?? "");
type Row = Record<string, unknown>;
const byTokens = (rows: Row[]) =>
  new Map(rows.map((row) => [row.tokens === "0" ? row.not_counted_tokens : row.tokens, row]));

it("a day that is over and not read yet: who holds what at its last block, without decisions", async () => {
  await stepToState(world, dayIndex, "OPEN");
  const { code, stdout, stderr } = await exported("--format", "json");
  expect(code, stderr).toBe(0);
  const rows: Row[] = JSON.parse(stdout);
  expect(lastLine(stderr)).toMatchObject({
    ok: true,
    rows: 5,
    day: dayIndex,
    state: "OPEN",
    fixed: false,
    decided: false,
  });
  expect(lastLine(stderr).sha256).toBe(createHash("sha256").update(stdout).digest("hex"));
  const [player] = world.players;
  expect(byTokens(rows).get("600")).toMatchObject({
    addresses: [player?.wallet.address],
    plays: 1,
    decision: null,
    weight: null,
    earned_lovelace: null,
  });
});

it("a calculated day: decisions, weights and what was earned, as its lines have them", async () => {
  await stepToState(world, dayIndex, "CHECKED");
  const file = path.join(folder, "day.json");
  const { code, stdout, stderr } = await exported("--format", "json", "--out", file);
  expect(code, stderr).toBe(0);
  const text = readFileSync(file, "utf8");
  const snapshot = await snapshotOf(world, dayIndex);
  expect(lastLine(stdout)).toEqual({
    ...{ ok: true, rows: 5, day: dayIndex, state: "CHECKED", rulesVersion: 1, fixed: true, decided: true },
    block: { hash: snapshot?.hash, height: snapshot?.height, slot: snapshot?.slot, timeMs: snapshot?.timeMs },
    sha256: createHash("sha256").update(text).digest("hex"),
  });
  const rows = byTokens(JSON.parse(text));
  expect(rows.get("600")).toMatchObject({ decision: "eligible", weight: "600", earned_lovelace: "600000000" });
  expect(rows.get("400")).toMatchObject({ decision: "eligible", weight: "400", earned_lovelace: "400000000" });
  expect(rows.get("500")).toMatchObject({ decision: "never-played", weight: "0", earned_lovelace: "0", plays: 0 });
  expect(rows.get("7")).toMatchObject({
    ...{ identity: `script:${"aa".repeat(28)}`, addresses: [], tokens: "0", decision: "unpayable-address" },
    not_counted: [expect.stringMatching(new RegExp(`^${script}=script`))],
  });
  expect(rows.get("8")).toMatchObject({ identity: `key:${"bb".repeat(28)}`, decision: "never-played" });
  // Nothing was left beside it.
  expect(readdirSync(folder)).toEqual(["day.json"]);
});

it("CSV has one record a holder, ends lines as RFC 4180 says, and is the same each time", async () => {
  const { code, stdout, stderr } = await exported();
  expect(code, stderr).toBe(0);
  const lines = stdout.split("\r\n");
  expect(lines).toHaveLength(7);
  expect(lines[0]).toBe(
    "day,block_height,block_hash,identity,addresses,tokens,not_counted,not_counted_tokens,plays,plays_in_window,decision,weight,earned_lovelace",
  );
  expect(lines.filter((line) => /,eligible,\d+,\d+$/.test(line))).toHaveLength(2);
  expect((await exported()).stdout).toBe(stdout);
});

it("an existing file is never written over, and a failure leaves none", async () => {
  const file = path.join(folder, "day.json");
  const before = readFileSync(file, "utf8");
  const again = await exported("--out", file);
  expect(again).toMatchObject({ code: 1, stdout: "", stderr: expect.stringContaining("there is such a file already") });
  expect(readFileSync(file, "utf8")).toBe(before);
  const other = path.join(folder, "none.csv");
  const args = ["snapshot", "--day", String(dayIndex + 500), "--out", other];
  const none = await runCli("server/cli/export.ts", args, { DATABASE_URL: world.database.url });
  expect(none).toMatchObject({ code: 1, stdout: "", stderr: expect.stringContaining("there is no day") });
  expect(readdirSync(folder)).toEqual(["day.json"]);
});

it("where the books have changed since, what the day decided is not made up from them", async () => {
  const { ctx } = world;
  const state = await stateOf(world, dayIndex);
  const snapshot = await snapshotOf(world, dayIndex);
  await ctx.db.transaction((tx) => raiseScanEpoch(tx, snapshot?.height ?? 0));
  const { code, stderr, stdout } = await exported("--format", "json");
  expect(code).toBe(0);
  expect(lastLine(stderr)).toMatchObject({ ok: true, fixed: true, decided: false });
  expect(stderr).toContain("has changed since");
  expect(byTokens(JSON.parse(stdout)).get("600")).toMatchObject({ decision: null, earned_lovelace: "600000000" });
  await ctx.db.execute(sql`delete from scan_revision`);
  expect((await dayOf(world, dayIndex)).state).toBe(state);
});

it("a day that is not over has no snapshot, and says so", async () => {
  const [running] = await world.ctx.db.execute<{ day: number }>(sql`select max(day_index) as day from day`);
  const args = ["snapshot", "--day", String(running?.day)];
  expect(await runCli("server/cli/export.ts", args, { DATABASE_URL: world.database.url })).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("is not over"),
  });
});
