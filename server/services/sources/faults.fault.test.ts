import { readFileSync } from "node:fs";
import https from "node:https";
import type { AddressInfo } from "node:net";
import { eq } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { operationsVersion, outbox, sourceHealth, sourceState } from "@/db/schema";
import { openSources } from "@/server/chain/sources/open-sources";
import { runJob, runRound } from "@/server/jobs/run-job";
import { newestDocument } from "@/server/services/proposals/newest-document";
import { passClock } from "@/server/testing/pass-clock";
import { dumpFreshScan, dumpScan } from "@/server/testing/services/scanner-tables";
import { type SeveralSources, startSeveralSources } from "@/server/testing/services/several-sources";
import { switchSources } from "@/server/testing/services/switch-sources";
import { startWitness } from "@/server/testing/services/witness";
import { startWorld, type World } from "@/server/testing/services/world";
import { NETWORK_MAGIC } from "@/server/testing/services/world-terms";
import { keepSources } from "./keep-sources";

const NOT_FOUND = { status_code: 404, error: "Not Found", message: "The requested component has not been found." };

let world: World;
let several: SeveralSources;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());
beforeEach(async () => {
  await world.ctx.db.delete(sourceHealth);
  // A test before has had the clock go on: the scan would rest until then.
  await world.ctx.db.update(sourceState).set({ nextReadAt: null });
  several = await startSeveralSources(world);
  await runJob(several.ctx, "scan");
});
afterEach(async () => {
  vi.useRealTimers();
  await several.stop();
});

async function liveMinutes(minutes: number): Promise<void> {
  for (let lived = 0; lived < minutes; lived += 1.5) {
    passClock(90_000);
    await runRound(several.ctx);
  }
}

const isAtTip = async () =>
  (await world.ctx.db.select().from(sourceState))[0]?.height === (await world.control.state()).tip.height;

// Before any payment is on its way: then a scan does not rest.
it("a scan that rests, for ten minutes where operations say so, makes no source doubtful", async () => {
  const { db } = world.ctx;
  const restMs = 10 * 60_000;
  const document = { ...(await newestDocument(db, "operations")).document, restMs };
  await db.insert(operationsVersion).values({ version: 1_000, document, author: "test" });
  await world.control.mine(12);
  await db.update(sourceState).set({ nextReadAt: new Date(Date.now() + restMs) });
  for (let minutes = 0; minutes < 9; minutes += 1.5) {
    passClock(90_000);
    await runJob(several.ctx, "scan");
    await several.ctx.sources?.watch();
  }
  await db.delete(operationsVersion).where(eq(operationsVersion.version, 1_000));
  expect(await isAtTip()).toBe(false);
  expect(await several.healthOf("blockfrost")).toMatchObject({ state: "good" });
});

it("a source that dies in the middle of a step, at any question: the step is read anew from the other", async () => {
  const { mixed } = await switchSources(world, several, { switches: 30 });
  expect(mixed).toBe(0);
  while ((await runJob(several.ctx, "scan")).result === "again");
  expect(await dumpScan(world.ctx.db)).toBe(await dumpFreshScan(world));
});

it("a chain that stands still for 20 minutes is no reason to switch; a source that does is", async () => {
  await runRound(several.ctx);
  await world.ctx.db.delete(outbox);
  for (let minutes = 0; minutes < 20; minutes += 3) {
    passClock(3 * 60_000);
    await runRound(several.ctx);
  }
  const names = async () => (await world.ctx.db.select().from(outbox)).map(({ event }) => event);
  expect((await names()).filter((event) => event.startsWith("source."))).toEqual([]);

  const old: unknown = await (await fetch(`${world.devnet.url}/blocks/latest`)).json();
  several.first.answer((path) => (path === "blocks/latest" ? { body: old } : null));
  await world.control.mine(12);
  passClock(3 * 60_000);
  await several.ctx.sources?.watch();
  expect(await several.healthOf("blockfrost")).toMatchObject({
    state: "behind",
    reason: /at block \d+ while another source/,
  });
  expect(await several.chosen()).toBe(several.second);
  several.first.answer(null);
  passClock(3 * 60_000);
  await several.ctx.sources?.watch();
  expect(await several.healthOf("blockfrost")).toMatchObject({ state: "good" });
});

it.each<[string, RegExp, object]>([
  ["goes on to tell its tip, and no blocks that follow", /^blocks\/.*\/next$/, { body: [] }],
  ["does not know any of our blocks", /^blocks\/[0-9a-f]{64}/, { status: 404, body: NOT_FOUND }],
])("a source that %s: another is read from after some minutes", async (_what, asked, reply) => {
  several.first.answer((path) => (asked.test(path) ? { body: "", ...reply } : null));
  await world.control.mine(12);
  await liveMinutes(12);
  expect(await several.healthOf("blockfrost")).toMatchObject({
    state: "doubtful",
    reason: /nothing after block \d+ can be read/,
  });
  expect(await isAtTip()).toBe(true);
});

it("a web application that has not all of the engine's sources changes nothing of what jobs read from", async () => {
  const { db, log } = world.ctx;
  const web = keepSources(openSources({ BLOCKFROST_BACKUP_URL: several.second.url, NETWORK_MAGIC }), { db, log });
  expect((await web.choose()).source.name).toContain(new URL(several.second.url).host);
  expect(await several.healthOf("blockfrost")).toMatchObject({ chosenMs: expect.any(Number) });
  expect(await several.healthOf("blockfrost-backup")).toMatchObject({ chosenMs: null });
});

it("a command with other sources, as for a rescan, changes nothing of what the engine's jobs read from", async () => {
  const { db, log } = world.ctx;
  const places = async () => [await several.healthOf("blockfrost"), await several.healthOf("blockfrost-backup")];
  const before = await places();
  const opened = openSources({ BLOCKFROST_BACKUP_URL: several.second.url, NETWORK_MAGIC });
  const sources = keepSources(opened, { db, log, isGuest: true });
  several.second.asked.length = 0;
  expect(await runJob({ ...world.ctx, sources }, "scan")).toMatchObject({ result: "done" });
  expect(several.second.asked.length).toBeGreaterThan(0);
  await sources.watch();
  expect(await places()).toEqual(before);
});

it("a source that invents a far tip is not read from for long, and holds up nothing for long", async () => {
  const told = (await (await fetch(`${world.devnet.url}/blocks/latest`)).json()) as { height: number };
  const far = { ...told, height: told.height + 1_000_000 };
  several.second.answer((path) => {
    if (/^blocks\/.*\/next$/.test(path)) return { body: [] };
    return path === "blocks/latest" ? { body: far } : null;
  });
  await liveMinutes(6);
  expect(await several.chosen()).toBe(several.second);
  await world.control.mine(12);
  await liveMinutes(9);
  expect(await isAtTip()).toBe(true);
  expect(await several.chosen()).toBe(several.first);
});

it("a witness that invents a far tip makes no source behind that can be read from", async () => {
  const { db, log, source } = world.ctx;
  const tip = await source.tip();
  const witness = startWitness(world, "graphql");
  witness.tell({ tip: async () => ({ ...tip, height: tip.height + 1_000_000 }) });
  const opened = openSources({ BLOCKFROST_URL: several.first.url, BLOCKFROST_BACKUP_URL: several.second.url });
  const keeper = keepSources([...opened, { name: "graphql", hasBytes: false, source: witness }], { db, log });
  await keeper.choose({ isJob: true });
  passClock(3 * 60_000);
  await keeper.watch();
  for (const name of ["blockfrost", "blockfrost-backup"] as const) {
    expect(await several.healthOf(name)).toMatchObject({ state: "good", tipHeight: tip.height });
  }
});

it("a source on another fork is told, and not read from when the other dies: it waits", async () => {
  const told = (await (await fetch(`${world.devnet.url}/blocks/latest`)).json()) as { hash: string };
  several.second.answer((path) => (path === "blocks/latest" ? { body: { ...told, hash: "ab".repeat(32) } } : null));
  await world.control.mine(1);
  for (let probes = 0; probes < 4; probes++) {
    await runRound(several.ctx);
    passClock(3 * 60_000);
  }
  const words = /it tells another block \d+ than the one that was read/;
  expect(await several.healthOf("blockfrost-backup")).toMatchObject({ state: "differs", reason: words });
  await several.first.kill();
  expect(await runJob(several.ctx, "scan")).toMatchObject({ result: "waiting" });
});

it("a source whose certificate has run out, or is nobody's, is away, and another is read from", async () => {
  const read = (name: string) => readFileSync(`server/testing/chain/${name}.pem`);
  const tls = { cert: read("expired-certificate"), key: read("expired-certificate-key") };
  const server = https.createServer(tls, (_request, response) => response.end("{}"));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const opened = openSources({
    BLOCKFROST_URL: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    BLOCKFROST_BACKUP_URL: several.second.url,
    NETWORK_MAGIC,
  });
  const { db, log } = world.ctx;
  const ctx = { ...world.ctx, sources: keepSources(opened, { db, log }) };
  expect(await runJob(ctx, "scan")).toMatchObject({ result: "done" });
  expect(await several.healthOf("blockfrost")).toMatchObject({ state: "away", reason: /certificate/ });
  await new Promise((resolve) => server.close(resolve));
});

it("one question that is answered wrongly again and again: another source is preferred, and none is lost", async () => {
  several.first.answer((path) => (/^assets\/.*\/transactions$/.test(path) ? { body: "{}" } : null));
  await world.control.mine(4);
  for (let rounds = 0; rounds < 4; rounds++) await runRound(several.ctx);
  expect(await several.healthOf("blockfrost")).toMatchObject({ state: "doubtful", reason: /transactions/ });
  expect((await world.ctx.db.select().from(sourceState))[0]?.height).toBe((await world.ctx.source.tip()).height);
  several.second.answer((path) => (/^assets\/.*\/transactions$/.test(path) ? { body: "{}" } : null));
  await world.control.mine(4);
  for (let rounds = 0; rounds < 4; rounds++) await runRound(several.ctx);
  several.first.answer(null);
  expect(await runJob(several.ctx, "scan")).toMatchObject({ result: "done" });
});
