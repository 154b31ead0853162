import { afterAll, beforeAll, expect, it } from "vitest";
import { engineLook, jobRun } from "@/db/schema";
import { runRound } from "@/server/jobs/run-job";
import { takeTurn } from "@/server/jobs/take-turns";
import { noteWatch } from "@/server/services/health/note-watch";
import { JOB_NAMES } from "@/server/services/job-names";
import { cliPeople } from "@/server/testing/cli/cli-people";
import { runCli } from "@/server/testing/cli/run-cli";
import { worldVariables } from "@/server/testing/cli/world-variables";
import { failingReportStore } from "@/server/testing/services/failing-report-store";
import { startWorld, type World } from "@/server/testing/services/world";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

async function command(name: string, args: readonly string[] = [], variables: Record<string, string> = {}) {
  const given = { DATABASE_URL: world.database.url, ...variables };
  const { code, stdout, stderr } = await runCli(`server/cli/${name}.ts`, args, given);
  return { code, stderr, told: JSON.parse(stdout.trim().split("\n").at(-1) ?? "") };
}

it("npm run status ends with 2 where a part is failing, with 0 where all works, with 1 for a warning", async () => {
  const before = await command("status");
  expect(before).toMatchObject({ code: 2, told: { ok: false, state: "failing" } });
  expect(before.stderr).toMatch(/^Engine +failing +No job has ever run\.\n +Start an engine \(npm start\)/m);

  for (let round = 0; round < 3; round++) await runRound(world.ctx);
  const unwatched = await command("status");
  expect(unwatched.code).toBe(1);
  expect(unwatched.stderr).toMatch(/^Watch +needs attention +No watch has run lately/m);
  await noteWatch(world.ctx.db, { state: "ok", fact: "It looks.", next: null }, Date.now());
  expect(await command("status")).toMatchObject({ code: 0, told: { ok: true, state: "ok" } });

  await world.ctx.db.delete(engineLook);
  const publicKey = () => Promise.reject(new Error("away"));
  const away = { name: "approver-1", publicKey, signPlan: async () => "", held: async () => null };
  await runRound({ ...world.ctx, approvers: [away] });
  expect(await command("status")).toMatchObject({ code: 1, told: { ok: false, state: "warning" } });

  await world.ctx.db.delete(engineLook);
  await runRound({ ...world.ctx, reportStore: failingReportStore("ENOSPC") });
  const full = await command("status");
  expect(full).toMatchObject({ code: 2, told: { state: "failing" } });
  expect(full.stderr).toMatch(/^Report places +failing +No report can be written to the folder: ENOSPC\./m);
});

it("npm run engine pauses and resumes as a person who signs in, and status says who waits", async () => {
  const run = await cliPeople(world, "admin");
  const why = ["--reason", "Something looks wrong."];
  expect(await run("engine", ["pause", ...why], "ann")).toMatchObject({ code: 0, result: { paused: true, by: "ann" } });
  const { told } = await command("status");
  expect(told.parts).toContainEqual(
    expect.objectContaining({ name: "pause", state: "waits", fact: expect.stringMatching(/^Paused by ann since/) }),
  );
  const again = await run("engine", ["pause", ...why], "ben");
  expect(again).toMatchObject({ code: 1, words: expect.stringMatching(/the engine is paused already, by ann/) });
  const nobody = await run("engine", ["resume", ...why]);
  expect(nobody.code).toBe(1);
  const short = await run("engine", ["resume", "--reason", "drill"]);
  expect(short).toMatchObject({ code: 1, words: expect.stringMatching(/give a reason of at least 10 characters/) });
  expect(short.words, "told before anybody is asked who they are").not.toContain("E-mail");
  expect(await run("engine", ["resume", ...why], "ben")).toMatchObject({
    code: 0,
    result: { paused: false, by: null },
  });
});

it("npm run recover says what it would do, and does it with --execute: here it runs the jobs in a dead one's turn", async () => {
  const variables = worldVariables(world);
  const runs = () => world.ctx.db.$count(jobRun);
  const before = await runs();
  const plan = await command("recover", [], variables);
  expect(plan).toMatchObject({ code: 0, told: { ok: true, executed: false } });
  expect(plan.stderr).toMatch(/^Run every job once now, unless an engine is at work\./m);
  expect(plan.stderr).toMatch(
    /What is left, and who or what it needs:\n.*Nothing was done\. Run again with --execute/s,
  );
  expect(await runs()).toBe(before);
  // Whoever has the turn died a moment ago.
  await takeTurn(world.ctx.db, "a dead engine", 0);
  const done = await command("recover", ["--execute"], variables);
  expect(done).toMatchObject({ code: 0, told: { ok: true, executed: true } });
  expect(done.told.steps.at(-1).answer).toMatch(/scan: done .*metrics: done \(alive\)/s);
  expect(await runs()).toBe(before + JOB_NAMES.length);
  // This process has neither keys nor signers, and what it saw says so.
  expect(done.told.left).toContainEqual(expect.objectContaining({ name: "oracle", state: "failing" }));
  // The folder was mended since it was looked at last.
  expect(done.told.left.map(({ name }: { name: string }) => name)).not.toContain("reports");
});
