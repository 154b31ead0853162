import { afterAll, beforeAll, expect, it } from "vitest";
import { engineLook, user } from "@/db/schema";
import { runRound } from "@/server/jobs/run-job";
import { runCli } from "@/server/testing/cli/run-cli";
import { addPerson } from "@/server/testing/services/add-person";
import { failingReportStore } from "@/server/testing/services/failing-report-store";
import { startWorld, type World } from "@/server/testing/services/world";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

async function command(name: string, args: readonly string[] = []) {
  const { code, stdout, stderr } = await runCli(`server/cli/${name}.ts`, args, { DATABASE_URL: world.database.url });
  return { code, stderr, told: JSON.parse(stdout.trim().split("\n").at(-1) ?? "") };
}

it("npm run status ends with 2 where a part is failing, with 0 where all works, with 1 for a warning", async () => {
  const before = await command("status");
  expect(before).toMatchObject({ code: 2, told: { ok: false, state: "failing" } });
  expect(before.stderr).toMatch(/^Engine +failing +No job has ever run\.\n +Start an engine \(npm start\)/m);

  for (let round = 0; round < 3; round++) await runRound(world.ctx);
  expect(await command("status")).toMatchObject({ code: 0, told: { ok: true, state: "ok" } });

  await world.ctx.db.delete(engineLook);
  const away = { name: "approver-1", publicKey: () => Promise.reject(new Error("away")), signPlan: async () => "" };
  await runRound({ ...world.ctx, approvers: [away] });
  expect(await command("status")).toMatchObject({ code: 1, told: { ok: false, state: "warning" } });

  await world.ctx.db.delete(engineLook);
  await runRound({ ...world.ctx, reportStore: failingReportStore("ENOSPC") });
  const full = await command("status");
  expect(full).toMatchObject({ code: 2, told: { state: "failing" } });
  expect(full.stderr).toMatch(/^Report places +failing +No report can be written to the folder: ENOSPC\./m);
});

it("npm run engine pauses and resumes in somebody's name, and status says who waits", async () => {
  await addPerson(world.ctx.db, "Ann", "admin");
  const [ann] = await world.ctx.db.select().from(user);
  const how = ["--as", ann?.email ?? "", "--reason", "Something looks wrong."];
  expect(await command("engine", ["pause", ...how])).toMatchObject({ code: 0, told: { paused: true, by: "Ann" } });
  const { told } = await command("status");
  expect(told.parts).toContainEqual(
    expect.objectContaining({ name: "pause", state: "waits", fact: expect.stringMatching(/^Paused by Ann since/) }),
  );
  const again = await runCli("server/cli/engine.ts", ["pause", ...how], { DATABASE_URL: world.database.url });
  expect(again).toMatchObject({ code: 1, stderr: expect.stringMatching(/the engine is paused already, by Ann/) });
  const stranger = ["resume", "--as", "nobody@example.org", "--reason", "Something looks wrong."];
  const refused = await runCli("server/cli/engine.ts", stranger, { DATABASE_URL: world.database.url });
  expect(refused).toMatchObject({ code: 1, stderr: expect.stringMatching(/nobody in this installation signs in as/) });
  expect(await command("engine", ["resume", ...how])).toMatchObject({ code: 0, told: { paused: false, by: null } });
});
