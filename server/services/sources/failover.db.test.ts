import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { outbox, sourceHealth, sourceState } from "@/db/schema";
import { ChainSourceError } from "@/server/chain/sources/error";
import { runJob, runRound } from "@/server/jobs/run-job";
import { passClock } from "@/server/testing/pass-clock";
import { type SeveralSources, startSeveralSources } from "@/server/testing/services/several-sources";
import { startWorld, type World } from "@/server/testing/services/world";
import { observeSources } from "./internal/observe";

let world: World;
let several: SeveralSources;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());
beforeEach(async () => {
  await world.ctx.db.delete(sourceHealth);
  await world.ctx.db.delete(outbox);
  several = await startSeveralSources(world);
});
afterEach(async () => {
  vi.useRealTimers();
  await several.stop();
});

const heightRead = async () => (await world.ctx.db.select().from(sourceState))[0]?.height;
const events = async () => (await world.ctx.db.select().from(outbox)).map(({ event }) => event);

it("the first dies: the same job goes on with the second at once, and it is told since when and why", async () => {
  await runJob(several.ctx, "scan");
  await world.control.mine(2);
  await several.first.kill();
  expect(await runJob(several.ctx, "scan")).toMatchObject({ result: "done" });
  expect(await heightRead()).toBe((await world.ctx.source.tip()).height);
  expect(await several.healthOf("blockfrost")).toMatchObject({
    state: "away",
    reason: /nothing listens/,
    chosenMs: null,
  });
  expect((await several.healthOf("blockfrost-backup")).chosenMs).toBeGreaterThan(0);
  expect(await events()).toEqual(expect.arrayContaining(["source.state", "source.chosen"]));
});

it("the first fails in words that no database takes: the second is read from, and the first is told to be away", async () => {
  await runJob(several.ctx, "scan");
  several.first.answer(() => ({ status: 500, body: { message: "it broke at \u0000 and \ud800" } }));
  await world.control.mine(1);
  expect(await runJob(several.ctx, "scan")).toMatchObject({ result: "done" });
  const reason = expect.stringContaining('"it broke at \\u{0} and \\u{d800}"');
  expect(await several.healthOf("blockfrost")).toMatchObject({ state: "away", reason });
  expect(await several.chosen()).toBe(several.second);
});

it("both are down: jobs wait for the next try, ask nothing meanwhile, and go on when one is back", async () => {
  await runJob(several.ctx, "scan");
  await several.first.kill();
  await several.second.kill();
  expect(await runJob(several.ctx, "scan")).toMatchObject({ result: "waiting" });
  expect(await runJob(several.ctx, "confirm")).toMatchObject({ result: "waiting" });
  await several.second.revive();
  passClock(10 * 60_000);
  expect(await runJob(several.ctx, "scan")).toMatchObject({ result: "done" });
  expect(await several.chosen()).toBe(several.second);
});

it("the first is back after an hour: it is used again after three good answers over a minute, not before", async () => {
  await runRound(several.ctx);
  await several.first.kill();
  await runRound(several.ctx);
  passClock(60 * 60_000);
  await runRound(several.ctx);
  expect(await several.healthOf("blockfrost")).toMatchObject({ state: "away" });
  await several.first.revive();
  passClock(5 * 60_000);
  const used: boolean[] = [];
  for (let probes = 0; probes < 5; probes++) {
    await several.ctx.sources?.watch();
    used.push((await several.chosen()) === several.first);
    passClock(21_000);
  }
  expect(used).toEqual([false, false, false, true, true]);
  expect(await several.healthOf("blockfrost")).toMatchObject({ state: "good", reason: null, nextTryMs: null });
});

it("what was under way when a source asked to be left alone is answered, and does not end its rest", async () => {
  await runJob(several.ctx, "scan");
  const { around } = observeSources({ ...world.ctx, isAlone: false });
  let answer: (height: number) => void = () => undefined;
  const asked = new Promise<number>((resolve) => {
    answer = resolve;
  });
  const underWay = around("blockfrost")(() => asked, "tip");
  const error = new ChainSourceError("rate-limited", "devnet", "too many.", { retryAtMs: Date.now() + 3_600_000 });
  await expect(around("blockfrost")(() => Promise.reject(error), "block 1")).rejects.toThrow("too many");
  answer(7);
  expect(await underWay).toBe(7);
  expect(await several.healthOf("blockfrost")).toMatchObject({ state: "resting", reason: /too many/ });
});

it("a quota used up at noon: another is first until it is filled again", async () => {
  await runJob(several.ctx, "scan");
  several.first.answer(() => ({ status: 402, body: { message: "used up" }, headers: { "retry-after": "43200" } }));
  expect(await runJob(several.ctx, "scan")).toMatchObject({ result: "done" });
  expect(await several.healthOf("blockfrost")).toMatchObject({ state: "resting", reason: /used up/ });
  several.first.answer(null);
  several.first.asked.length = 0;
  passClock(11 * 60 * 60_000);
  await runRound(several.ctx);
  expect(several.first.asked).toEqual([]);
  passClock(61 * 60_000);
  await several.ctx.sources?.watch();
  expect(await several.healthOf("blockfrost")).toMatchObject({ state: "good" });
});
