import { afterAll, beforeAll, expect, it } from "vitest";
import { jobRun } from "@/db/schema";
import { createBlockfrostSource } from "@/server/chain/sources/blockfrost/source";
import { readVerdict } from "@/server/services/audit/read-verdict";
import { type CannedServer, startCannedServer } from "@/server/testing/chain/canned-server";
import { startWorld, type World } from "@/server/testing/services/world";
import { runJob, runRound } from "./run-job";

let world: World;
let server: CannedServer;
beforeAll(async () => {
  world = await startWorld();
  server = await startCannedServer();
});
afterAll(async () => {
  await server.close();
  await world.stop();
});

it("a source that bans or slows us down makes jobs wait until it said, without a failure", async () => {
  const reply = () => ({ status: 418, body: {}, headers: { "retry-after": "300" } });
  const first = `blocks/${world.deployment.start.hash}`;
  for (const path of ["genesis", "network/eras", "blocks/latest", first]) server.routes[path] = reply;
  const errors: unknown[] = [];
  const log = Object.assign(Object.create(world.ctx.log), { error: (entry: unknown) => errors.push(entry) });
  const ctx = { ...world.ctx, log, source: createBlockfrostSource({ url: server.url, name: "canned" }) };
  const words = /^until \d\d:\d\d:\d\d UTC.*: canned: .*banned.*Nothing is sent to it before \d\d:\d\d:\d\d UTC/;
  expect(await runJob(ctx, "scan")).toMatchObject({ result: "waiting", detail: expect.stringMatching(words) });
  const sent = server.asked.length;
  const { scan } = await runRound(ctx);
  expect(scan.result).toBe("waiting");
  expect(server.asked).toHaveLength(sent);
  const runs = await world.ctx.db.select().from(jobRun);
  expect(runs.filter(({ result }) => result === "failed")).toEqual([]);
  expect(runs.filter(({ result }) => result === "waiting").length).toBeGreaterThanOrEqual(2);
  expect(errors).toEqual([]);
});

it("the job of metrics checks the audit log further, for the page that tells of it", async () => {
  await runJob(world.ctx, "metrics");
  expect(await readVerdict(world.ctx.db, Date.now())).toMatchObject({ kind: "verified", isOld: false });
});
