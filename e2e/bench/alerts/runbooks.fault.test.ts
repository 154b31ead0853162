import { readFile } from "node:fs/promises";
import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { jobRun, metricSample, sourceState } from "@/db/schema";
import type { IncidentKind } from "@/server/domain/monitoring/kinds";
import { sectionOf } from "@/server/files/runbook";
import { runCli } from "@/server/testing/cli/run-cli";
import { worldVariables } from "@/server/testing/cli/world-variables";
import { hearOf, type Installation, MOST_LOOKS, openOf, startInstallation } from "./installation";
import type { Unwell } from "./keep-well";

/* Runbooks are followed here as they stand: what "To try it" says brings the incident, and what "Then" says ends it. */

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const COMMAND = /^npm run (\w+) -- (.+)$/;
const STATEMENT = /^update /;

let at: Installation;
let document: string;
beforeAll(async () => {
  document = await readFile("RUNBOOKS.md", "utf8");
  at = await startInstallation();
});
afterAll(() => at.stop());

/** What a part of a runbook says to type. */
function typedIn(kind: IncidentKind, part: "Then." | "To try it."): string[] {
  const paragraphs = (sectionOf(document, kind) ?? "").split("\n\n");
  const paragraph = paragraphs.find((each) => each.startsWith(`**${part}**`)) ?? "";
  return [...paragraph.matchAll(/`([^`]+)`/g)]
    .map(([, code = ""]) => code.replaceAll(/\s+/g, " "))
    .filter((code) => COMMAND.test(code) || STATEMENT.test(code));
}

/** `names`: what stands for something of this installation. */
async function type(line: string, names: Record<string, string> = {}): Promise<number> {
  if (STATEMENT.test(line)) return (await at.db.execute(sql.raw(line))).count > 0 ? 0 : 1;
  const [, name = "", given = ""] = COMMAND.exec(line) ?? [];
  const words = given.split(" ").map((word) => names[word] ?? word);
  return (await runCli(`server/cli/${name}.ts`, words, worldVariables(at.world))).code;
}

async function isTold(kind: IncidentKind, unwell?: Unwell): Promise<boolean> {
  return (await hearOf(at, kind, { look: () => at.look(unwell) })) && (await openOf(at.db, kind)).length > 0;
}

async function isClosed(kind: IncidentKind): Promise<boolean> {
  for (let looks = 0; looks < MOST_LOOKS && (await openOf(at.db, kind)).length > 0; looks++)
    await at.look(undefined, MINUTE_MS);
  return (await openOf(at.db, kind)).length === 0;
}

// First: a visit has the time of this machine, which the watch's time leaves behind in what follows.
it("site-down: two visits that nothing answers", async () => {
  const [command = ""] = typedIn("site-down", "To try it.");
  expect(await type(command)).toBe(1);
  expect(await type(command)).toBe(1);
  at.nowMs = Date.now();
  expect(await isTold("site-down")).toBe(true);
  expect(await isClosed("site-down")).toBe(true);
});

it.each(["backup-old", "drill-old", "key-old"] as const)(
  "%s: an old one is recorded, then one of now",
  async (kind) => {
    const [old = ""] = typedIn(kind, "To try it.");
    expect(await type(old)).toBe(0);
    expect(await isTold(kind)).toBe(true);
    const [now = ""] = typedIn(kind, "Then.");
    expect(await type(now)).toBe(0);
    expect(await isClosed(kind)).toBe(true);
  },
);

it("chain-fork: a source differs, until it tells our blocks again", async () => {
  const [statement = ""] = typedIn("chain-fork", "To try it.");
  expect(await type(statement)).toBe(0);
  expect(await isTold("chain-fork", { sources: ["koios"] })).toBe(true);
  expect(await isClosed("chain-fork")).toBe(true);
});

it("scan-behind: a contradiction stays, until it is read again", async () => {
  const { height } = (await at.db.select().from(sourceState))[0] ?? { height: 0 };
  const contradiction = { kind: "other-block", height, expected: "ab".repeat(32), got: null } as const;
  await at.db.update(sourceState).set({ contradiction, tries: 5 });
  expect(await isTold("scan-behind")).toBe(true);
  const [look = "", act = ""] = typedIn("scan-behind", "Then.").filter((line) => line.includes("HEIGHT"));
  const names = { HEIGHT: String(height) };
  expect(await type(look, names)).toBe(0);
  expect((await at.db.select().from(sourceState))[0]).toMatchObject({ contradiction });
  expect(await type(act, names)).toBe(0);
  expect(await isClosed("scan-behind")).toBe(true);
});

it("performance-worse: three slow hours, until one is as usual", async () => {
  const name = "job-scan-ms";
  const hours = Array.from({ length: 17 }, (_, hour) => ({ name, at: new Date(at.nowMs - hour * HOUR_MS), value: 40 }));
  await at.db.insert(metricSample).values(hours);
  const [statement = ""] = typedIn("performance-worse", "To try it.");
  expect(await type(statement)).toBe(0);
  expect(await at.db.$count(metricSample, eq(metricSample.value, 10_400))).toBe(3);
  expect(await isTold("performance-worse")).toBe(true);
  await at.db.insert(metricSample).values({ name, at: new Date(at.nowMs), value: 41 });
  expect(await isClosed("performance-worse")).toBe(true);
});

it("error-rate: many runs failed, until they are an hour ago", async () => {
  const run = { job: "scan", result: "done", detail: "nothing to do", startedAt: new Date(at.nowMs), durationMs: 5 };
  await at.db.insert(jobRun).values(Array.from({ length: 1_200 }, () => run));
  const [statement = ""] = typedIn("error-rate", "To try it.");
  expect(await type(statement)).toBe(0);
  expect(await isTold("error-rate")).toBe(true);
  expect(await isClosed("error-rate")).toBe(true);
});
