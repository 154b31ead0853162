import { readFileSync } from "node:fs";
import https from "node:https";
import type { AddressInfo } from "node:net";
import { isNotNull } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { outbox, sourceHealth, sourceState } from "@/db/schema";
import type { OpenSettings } from "@/server/chain/sources/open-sources";
import type { SourceName } from "@/server/domain/source/names";
import { runJob, runRound } from "@/server/jobs/run-job";
import { passClock } from "@/server/testing/pass-clock";
import { dumpFreshScan, dumpScan } from "@/server/testing/services/scanner-tables";
import { type SourcesOfAllKinds, startSourcesOfAllKinds } from "@/server/testing/services/several-sources";
import { startWorld, type World } from "@/server/testing/services/world";
import { SOURCES } from "@/server/testing/sources/dialects";

/* An engine whose sources are of three kinds: what the first one's dialect is, is no matter to the others. */

let world: World;
let several: SourcesOfAllKinds | null = null;
beforeAll(async () => {
  const dialect = SOURCES.find(({ kind }) => kind === "blockfrost");
  world = await startWorld(dialect ? { dialect } : {});
});
afterAll(() => world.stop());
beforeEach(async () => {
  await world.ctx.db.delete(sourceHealth);
});
afterEach(async () => {
  vi.useRealTimers();
  await world.control.clearFaults();
  await several?.stop();
  several = null;
});

async function start(order: readonly SourceName[], change?: Partial<OpenSettings>): Promise<SourcesOfAllKinds> {
  several = await startSourcesOfAllKinds(world, order, change);
  return several;
}

const pass = (minutes: number) => passClock(minutes * 60_000);

/** Reads to the tip. No step of it is read from two. */
async function scanAll({ ctx, steps }: SourcesOfAllKinds): Promise<string> {
  const begun = steps.length;
  for (;;) {
    const { result } = await runJob(ctx, "scan");
    if (result === "again") continue;
    expect(steps.slice(begun).filter((sources) => sources.size > 1)).toEqual([]);
    return result;
  }
}

async function chosen(): Promise<SourceName | undefined> {
  return (await world.ctx.db.select().from(sourceHealth).where(isNotNull(sourceHealth.chosenMs)))[0]?.name;
}

/** All of the chain is read, as if there had been one source all the time. */
async function expectWhole(): Promise<void> {
  const { tip } = await world.control.state();
  expect((await world.ctx.db.select().from(sourceState))[0]?.height).toBe(tip.height);
  expect(await dumpScan(world.ctx.db)).toBe(await dumpFreshScan(world));
}

async function play(): Promise<void> {
  await world.control.fund(world.gameAddress, 5_000_000n);
  await world.control.mine(3);
}

it("two are down, Kupo and Ogmios back after an hour: it is used again after a minute of good answers, Koios is not", async () => {
  const all = await start(["kupo", "koios", "blockfrost"]);
  const { doors, ctx } = all;
  await runRound(ctx);
  expect(await chosen()).toBe("kupo");
  await doors.ogmios.kill();
  await play();
  await runRound(ctx);
  expect(await chosen()).toBe("koios");
  await doors.koios.kill();
  await play();
  await runRound(ctx);
  expect(await chosen()).toBe("blockfrost");
  pass(60);
  await runRound(ctx);
  expect([await all.healthOf("kupo"), await all.healthOf("koios")]).toMatchObject([
    { state: "away" },
    { state: "away" },
  ]);
  await doors.ogmios.revive();
  pass(5);
  const used: (SourceName | undefined)[] = [];
  for (let probes = 0; probes < 5; probes++) {
    await ctx.sources?.watch();
    await ctx.sources?.choose({ isJob: true });
    used.push(await chosen());
    pass(0.35);
  }
  expect(used).toEqual(["blockfrost", "blockfrost", "blockfrost", "kupo", "kupo"]);
  await play();
  expect(await scanAll(all)).toBe("done");
  await expectWhole();
});

it("Koios' quota is used up at noon: Kupo and Ogmios are read from, and Koios is asked nothing before it is filled", async () => {
  const all = await start(["koios", "kupo"]);
  const { doors, ctx } = all;
  await scanAll(all);
  doors.koios.say({ status: "429 Too Many Requests", headers: ["retry-after: 43200"] });
  await play();
  expect(await scanAll(all)).toBe("done");
  expect(await chosen()).toBe("kupo");
  expect(await all.healthOf("koios")).toMatchObject({ state: "resting" });
  doors.koios.say(null);
  const { visits } = doors.koios;
  pass(11 * 60);
  await play();
  await runRound(ctx);
  expect(doors.koios.visits).toBe(visits);
  await expectWhole();
  pass(61);
  await ctx.sources?.watch();
  expect(await all.healthOf("koios")).toMatchObject({ state: "good" });
});

describe("a certificate that has run out", () => {
  let server: https.Server;
  let host: string;
  beforeAll(async () => {
    const read = (name: string) => readFileSync(`server/testing/chain/${name}.pem`);
    const tls = { cert: read("expired-certificate"), key: read("expired-certificate-key") };
    server = https.createServer(tls, (_request, response) => response.end("{}"));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  it.each<[string, SourceName, () => Partial<OpenSettings>]>([
    ["Koios'", "koios", () => ({ KOIOS_URL: `https://${host}` })],
    ["Kupo's", "kupo", () => ({ KUPO_URL: `https://${host}` })],
    ["Ogmios'", "kupo", () => ({ OGMIOS_URL: `wss://${host}` })],
  ])("%s: it is away and says why, and another is read from", async (_whose, name, change) => {
    const all = await start([name, "blockfrost"], change());
    await play();
    expect(await scanAll(all)).toBe("done");
    expect(await all.healthOf(name)).toMatchObject({ state: "away", reason: /certificate/ });
    expect(await chosen()).toBe("blockfrost");
    await expectWhole();
  });
});

it("a chain that stalls for 20 minutes is no reason to switch; one server that stalls is, whichever kind it is", async () => {
  const all = await start(["koios", "kupo", "blockfrost"]);
  await scanAll(all);
  await world.ctx.db.delete(outbox);
  for (let minutes = 0; minutes < 20; minutes += 3) {
    pass(3);
    await runRound(all.ctx);
  }
  const events = (await world.ctx.db.select().from(outbox)).map(({ event }) => event);
  expect(events.filter((event) => event.startsWith("source."))).toEqual([]);
  const STALLS = [
    ["koios", "^/blocks$", "kupo"],
    ["kupo", "^/checkpoints/", "blockfrost"],
  ] as const;
  const faults = [];
  for (const [name, path, next] of STALLS) {
    faults.push({ path, kind: "stale", blocks: 24 } as const);
    await world.control.setFaults(...faults);
    await world.control.mine(12);
    pass(3);
    await all.ctx.sources?.watch();
    expect(await all.healthOf(name)).toMatchObject({ state: "behind", reason: /while another source is at block/ });
    expect(await scanAll(all)).toBe("done");
    expect(await chosen()).toBe(next);
  }
  await world.control.clearFaults();
  await expectWhole();
});

describe.each<[SourceName, keyof SourcesOfAllKinds["doors"], SourceName]>([
  ["blockfrost", "blockfrost", "kupo"],
  ["koios", "koios", "blockfrost"],
  ["kupo", "kupo", "koios"],
  ["kupo", "ogmios", "koios"],
])("%s, of which %s dies in the middle of a page", (name, door, next) => {
  it.each([1, 300, 1_500, 5_000])(
    "after %i bytes: the step is read anew from the next, and nothing is lost",
    async (bytes) => {
      const all = await start([name, next]);
      await scanAll(all);
      for (let plays = 0; plays < 3; plays++) await play();
      all.doors[door].dieAfter(bytes);
      for (let more = 0; more < 20 && (await chosen()) === name; more++) {
        await play();
        expect(await scanAll(all)).toBe("done");
      }
      expect(await chosen()).toBe(next);
      await expectWhole();
    },
  );
});
