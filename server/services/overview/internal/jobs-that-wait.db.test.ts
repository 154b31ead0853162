import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing/database";
import { needsHuman } from "../../job-result";
import { recordRun } from "../../metrics/record-run";
import { jobsThatWait } from "./jobs-that-wait";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

let runs = 0;
const record = (job: string, run: { result: string; detail: string; stoppedDay?: number }) =>
  recordRun({ db: database.db }, { job, ...run, startedAt: new Date(Date.now() + ++runs * 1_000) });
const waiting = async () => (await jobsThatWait(database.db)).map(({ title, text }) => `${title}: ${text}`);

test("a job that stopped for a day which tells it by its own state is not told twice, whatever its words", async () => {
  await record("advance", needsHuman("two people must look", 20_000));
  expect(await waiting()).toEqual([]);
});

test("a job that needs somebody for another reason is told, also when its words sound like a stopped day's", async () => {
  await record("advance", needsHuman("day 20000 is stopped: so it says"));
  expect(await waiting()).toEqual(["Job advance needs attention: day 20000 is stopped: so it says"]);
});

test("only the newest run of a job counts, and the scan has a problem of its own", async () => {
  await record("confirm", { result: "failed", detail: "no answer" });
  await record("scan", { result: "failed", detail: "no answer" });
  await record("advance", { result: "done", detail: "every day is settled" });
  expect(await waiting()).toEqual(["Job confirm failed: no answer"]);
});
