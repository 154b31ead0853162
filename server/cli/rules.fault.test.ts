import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { session } from "@/db/schema";
import { type CliPerson, cliPeople, PASSWORD } from "@/server/testing/cli/cli-people";
import { liveToState } from "@/server/testing/services/steps";
import { startWorld, type World } from "@/server/testing/services/world";

let world: World;
let folder: string;
let command: Awaited<ReturnType<typeof cliPeople>>;
beforeAll(async () => {
  world = await startWorld();
  folder = await mkdtemp(path.join(tmpdir(), "prize-rules-"));
  command = await cliPeople(world, "admin");
  await liveToState(world, world.firstDay, "PAID");
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await world.stop();
});

const run = (kind: "rules" | "operations", args: readonly string[], as?: CliPerson) =>
  command("rules", [kind, ...args], as);

test("rules: shown, changed in a file, checked, proposed by one, confirmed by another", async () => {
  const { result: document } = await run("rules", ["show"]);
  const file = path.join(folder, "rules.json");
  const from = String(world.firstDay + 50);
  await writeFile(file, JSON.stringify({ ...document, version: 2, pot: { kind: "fixed", lovelace: "70000000" } }));

  const checked = await run("rules", ["check", file, "--from", from]);
  expect(checked.words).toContain("Pot for a day: 70.00 ADA instead of 1 000.00 ADA");
  expect(checked.words).toMatch(new RegExp(`Day ${world.firstDay}: 70.00 ADA to 2 addresses instead of 1 000.00 ADA`));
  expect(checked).toMatchObject({ code: 0, result: { ok: true } });

  const proposed = await run("rules", ["propose", file, "--from", from, "--reason", "The forum voted for it."], "ann");
  expect(proposed).toMatchObject({ code: 0, result: { ok: true, hash: checked.result.hash } });
  const { hash } = proposed.result;

  expect((await run("rules", ["show"])).words).toContain(`Proposed by ann, from day ${from} on: ${hash}`);
  const other = await run("rules", ["confirm", "0".repeat(64)], "ben");
  expect(other).toMatchObject({ code: 1, result: null, words: expect.stringContaining(`is open, ${hash}`) });
  const alone = await run("rules", ["confirm", hash], "ann");
  expect(alone).toMatchObject({ code: 1, words: expect.stringContaining("A second person must confirm") });

  const confirmed = await run("rules", ["confirm", hash], "ben");
  expect(confirmed).toMatchObject({ code: 0, result: { ok: true, version: 2 } });
  expect(confirmed.words).toContain("Reason: The forum voted for it.");
  expect(confirmed.words).not.toContain(PASSWORD);
  const { result, words } = await run("rules", ["versions"]);
  expect(result).toMatchObject({
    ok: true,
    versions: [{ version: 2, agreed: { proposer: "ann", second: "ben" } }, {}],
  });
  expect(words).toContain(`Version 2 of the rules, from day ${from} on; proposed by ann, confirmed by ben`);
  expect(await world.ctx.db.$count(session)).toBe(0);
}, 300_000);

test("operations: what cannot work is refused by field, with exit code 1; a wrong call has 2", async () => {
  const file = path.join(folder, "operations.json");
  await writeFile(file, JSON.stringify({ previewMs: 5, approvalDueMs: 4 }));
  const refused = await run("operations", ["check", file]);
  expect(refused).toMatchObject({ code: 1, result: { ok: false } });
  expect(refused.words).toMatch(/^Refused: .*previewMs \(5\) must end by approvalDueMs/m);
  await writeFile(file, "{");
  expect((await run("operations", ["check", file])).words).toMatch(/operations\.json is not JSON\. See --help\./);
  expect(await run("operations", ["check", file, "--from", "5"])).toMatchObject({ code: 2, result: null });
  expect((await run("operations", ["look"])).code).toBe(2);
}, 300_000);
