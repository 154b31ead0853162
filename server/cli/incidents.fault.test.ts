import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { applyLook } from "@/server/services/incidents/apply-look";
import { type CliPerson, cliPeople } from "@/server/testing/cli/cli-people";
import { startWorld, type World } from "@/server/testing/services/world";

let world: World;
let command: Awaited<ReturnType<typeof cliPeople>>;
let folder: string;
beforeAll(async () => {
  world = await startWorld();
  command = await cliPeople(world, "operator");
  folder = await mkdtemp(path.join(tmpdir(), "incidents-"));
});
afterAll(async () => {
  await world.stop();
  await rm(folder, { recursive: true });
});

const run = (args: readonly string[], as?: CliPerson) => command("incidents", args, as);
const TEXT = ["--text", "Two of our sources were wrong."];

test("somebody alone with a terminal takes an incident from its first sign to what was learned", async () => {
  const { db } = world.ctx;
  const fork = { kind: "chain-fork", subject: "", fact: "Two tips.", next: "Read both.", sinceMs: null } as const;
  // However slow the commands are, rules found it a moment ago.
  const nowMs = Date.now() + 3_600_000;
  const { opened } = await applyLook(db, { findings: [fork], unknown: [] }, nowMs);
  const id = String(opened[0]);
  const listed = await run(["list"]);
  expect(listed).toMatchObject({ code: 0, result: { ok: true, open: [{ kind: "chain-fork" }], over: [] } });
  expect(listed.words).toContain("priority 1, investigating: There are signs of a fork");
  const taken = await run(["acknowledge", id, "--why", "I compare both tips now."], "ann");
  expect(taken).toMatchObject({ code: 0, result: { ok: true, incident: { acknowledged: { by: "ann" } } } });
  const second = await run(["acknowledge", id, "--why", "I compare both tips now."], "ben");
  expect(second.code).toBe(1);
  expect(second.words).toContain(`incident ${id} is acknowledged already, by ann`);
  expect((await run(["state", id, "identified", ...TEXT, "--public"], "ann")).code).toBe(0);
  const early = await run(["resolve", id, ...TEXT], "ann");
  expect(early.code).toBe(1);
  expect(early.words).toContain(`rules still find incident ${id}`);
  await applyLook(db, { findings: [], unknown: [] }, nowMs + 30_000);
  expect((await run(["resolve", id, ...TEXT], "ann")).result).toMatchObject({ incident: { state: "resolved" } });
  const file = path.join(folder, "learned.md");
  await writeFile(file, "One source was fed by the other.\n");
  const learned = await run(["post-mortem", id, "--file", file], "ben");
  expect(learned.result).toMatchObject({
    incident: { state: "post-mortem", postMortem: "One source was fed by the other." },
  });
  expect(learned.words).toMatch(/acknowledged, by ann: I compare both tips now\.[\s\S]*state, by ann, public: Two of/);
});

test("what no rule saw is reported by a person", async () => {
  const report = ["open", "--title", "A key was on a screen", ...TEXT, "--priority", "1", "--security"];
  const { result } = await run(report, "ann");
  expect(result).toMatchObject({ incident: { kind: "by-hand", subject: "security", priority: 1, publicText: null } });
  const shown = await run(["publish", String(result.incident.id), "--public-text", "We changed a key."], "ann");
  expect(shown.result).toMatchObject({ incident: { publicText: "We changed a key." } });
});

test.each<[string[], string]>([
  [["undo", "1"], 'There is no command "undo 1"'],
  [["show", "first"], '"first" is not the number of an incident'],
  [["resolve", "1"], "--text TEXT is missing"],
  [["state", "1", "done", ...TEXT], '"done" is no state of an open incident'],
  [["open", "--title", "Something", ...TEXT, "--priority", "5"], '"5" is no priority'],
  [["show", "99"], "there is no incident 99"],
])("%j is refused, and says what would be right", async (args, words) => {
  const refused = await run(args);
  expect(refused.code).toBeGreaterThan(0);
  expect(refused.words).toContain(words);
});
