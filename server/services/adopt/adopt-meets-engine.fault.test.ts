import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { asc, inArray } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import type { Database } from "@/db/client";
import { day } from "@/db/schema";
import { createTestDatabase, type TestDatabase } from "@/db/testing/database";
import { reportFolder } from "@/server/cli/adopt/report-places";
import { COMMITTED_DAY_STATES, ENDED_DAY_STATES } from "@/server/domain/day/states";
import { addPerson } from "@/server/testing/services/add-person";
import { endNextDay, liveToState } from "@/server/testing/services/steps";
import { startWorld, type World } from "@/server/testing/services/world";
import { TEST_OPERATIONS } from "@/server/testing/services/world-terms";
import { advanceDays } from "../advance/advance-days";
import { findPause } from "../engine-pause/find-pause";
import { resumeEngine } from "../engine-pause/resume-engine";
import { createFileReportStore } from "../reports/file-store";
import { adoptPool } from "./adopt-pool";

const OPERATIONS = { deadlineMs: 90_000 };
const ON_CHAIN = [...COMMITTED_DAY_STATES, ...ENDED_DAY_STATES];

let world: World;
let days: number[];
/** After everything was lost. */
let adopted: World;
const databases: TestDatabase[] = [];
const folders: string[] = [];

beforeAll(async () => {
  world = await startWorld({ potLovelace: 200_000_000n, operations: OPERATIONS });
  const first = await endNextDay(world);
  await liveToState(world, first + 2, "FINAL");
  const onChain = await world.ctx.db.select().from(day).where(inArray(day.state, ON_CHAIN)).orderBy(asc(day.dayIndex));
  days = onChain.map(({ dayIndex }) => dayIndex);
});
afterAll(async () => {
  await world.stop();
  for (const database of databases) await database.drop();
  for (const folder of folders) await rm(folder, { recursive: true });
});
beforeEach(async () => {
  const database = await createTestDatabase();
  databases.push(database);
  const reportDirectory = await mkdtemp(path.join(tmpdir(), "adopted-reports-"));
  folders.push(reportDirectory);
  const reportStore = createFileReportStore(reportDirectory);
  adopted = { ...world, database, reportDirectory, ctx: { ...world.ctx, db: database.db, reportStore } };
});

const adopt = (db: Database) =>
  adoptPool(
    { ...adopted.ctx, db },
    {
      policyId: world.deployment.script.policyId,
      place: reportFolder(world.reportDirectory),
      operations: { ...TEST_OPERATIONS, ...OPERATIONS },
      execute: true,
      actor: "cli:test",
      tell: () => undefined,
    },
  );

const plans = () =>
  adopted.ctx.db
    .select({ dayIndex: day.dayIndex, planDigest: day.planDigest, reportHash: day.reportHash })
    .from(day)
    .where(inArray(day.dayIndex, days))
    .orderBy(asc(day.dayIndex));

const countIn = (state: "PROPOSED") => adopted.ctx.db.$count(day, inArray(day.state, [state]));

/** Calls `then` after each transaction, and once `when` holds; what it throws ends the command there. */
function after(when: () => Promise<boolean>, then: () => Promise<void>): Database {
  const { db } = adopted.ctx;
  let isDone = false;
  const transaction: Database["transaction"] = async (work, config) => {
    const result = await db.transaction(work, config);
    if (!isDone && (await when())) {
      isDone = true;
      await then();
    }
    return result;
  };
  return new Proxy(db, { get: (target, name) => (name === "transaction" ? transaction : Reflect.get(target, name)) });
}

const KILLED = "killed";
const killAfter = (count: number) =>
  after(
    async () => (await countIn("PROPOSED")) === count,
    () => Promise.reject(new Error(KILLED)),
  );

/** As two people do it. */
async function resume(): Promise<void> {
  const { db } = adopted.ctx;
  for (const userId of [await addPerson(db, "Ann", "admin"), await addPerson(db, "Ben", "approver")]) {
    await resumeEngine(adopted.ctx, { userId, reason: "I have compared it with the chain." });
  }
}

it("a check from before a day was adopted is void, and a pause that was ended begins again", async () => {
  const ending = after(async () => (await countIn("PROPOSED")) === 1, resume);
  await adopt(ending);
  expect(await findPause(adopted.ctx.db)).toMatchObject({ needsTwo: true, checkedBy: null });
});

// Last: the chain goes on.
it("a plan that is on chain is never proposed again, whichever job comes first", async () => {
  await expect(adopt(killAfter(days.length))).rejects.toThrow(KILLED);
  await resume();
  const before = await plans();
  // Confirm has not moved them yet, and their deadlines passed long ago.
  for (let step = 0; step < 5; step++) await advanceDays(adopted.ctx);
  expect(await plans()).toEqual(before);
  expect(await countIn("PROPOSED")).toBe(days.length);
  await liveToState(adopted, (days.at(-1) ?? 0) + 1, "FINAL");
  expect(await plans()).toEqual(before);
});
