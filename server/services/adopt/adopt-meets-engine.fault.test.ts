import { asc, eq, inArray } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import type { Database } from "@/db/client";
import { approval, day, poolUtxo, signRequest } from "@/db/schema";
import { createTestDatabase, type TestDatabase } from "@/db/testing/database";
import { reportFolder } from "@/server/cli/adopt/report-places";
import { addPerson } from "@/server/testing/services/add-person";
import { govern } from "@/server/testing/services/govern";
import { dayOf, snapshotOf } from "@/server/testing/services/look";
import { endNextDay, liveToState, stepToState, stepUntil } from "@/server/testing/services/steps";
import { verifyDay } from "@/server/testing/services/verify-day";
import { startWorld, type World } from "@/server/testing/services/world";
import { TEST_OPERATIONS } from "@/server/testing/services/world-terms";
import { advanceDays } from "../advance/advance-days";
import { type ReleaseAct, releaseDay } from "../day/release-day";
import { stopDay } from "../day/stop-day";
import { findPause } from "../engine-pause/find-pause";
import { resumeEngine } from "../engine-pause/resume-engine";
import { adoptPool } from "./adopt-pool";

const OPERATIONS = { deadlineMs: 90_000 };

let world: World;
/** Those whose Commits are on chain. */
let days: readonly number[];
/** After the database was lost, and not the reports. */
let adopted: World;
const databases: TestDatabase[] = [];

beforeAll(async () => {
  world = await startWorld({ potLovelace: 200_000_000n, operations: OPERATIONS });
  const first = await endNextDay(world);
  await liveToState(world, first, "FINAL");
  // A day that was read again, at the same block, as the highest fee changed after it.
  const second = await endNextDay(world);
  await stepToState(world, second, "PREVIEW");
  await govern(world, { kind: "updateSettings", change: { kind: "setMaxFee", maxFeeLovelace: 2_900_000n } });
  await liveToState(world, second + 1, "PAID");
});
afterAll(async () => {
  await world.stop();
  for (const database of databases) await database.drop();
});
beforeEach(async () => {
  const database = await createTestDatabase();
  databases.push(database);
  adopted = { ...world, database, ctx: { ...world.ctx, db: database.db } };
  ({ days } = await adopt(database.db, { execute: false }));
});

const adopt = (db: Database, { execute } = { execute: true }) =>
  adoptPool(
    { ...adopted.ctx, db },
    {
      policyId: world.deployment.script.policyId,
      place: reportFolder(world.reportDirectory),
      operations: { ...TEST_OPERATIONS, ...OPERATIONS },
      execute,
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

it("an adopted day was read under the settings and the highest fee that it was read under", async () => {
  await adopt(adopted.ctx.db);
  for (const dayIndex of days) {
    const [was, is] = [await snapshotOf(world, dayIndex), await snapshotOf(adopted, dayIndex)];
    const { settingsHash, maxFeeLovelace, openingHash, freePoolLovelace } = was ?? {};
    expect(is).toMatchObject({ settingsHash, maxFeeLovelace, openingHash, freePoolLovelace });
  }
});

it("an adopted day whose Commit is gone is read anew and paid: what it is read from is not taken for what it was", async () => {
  await adopt(adopted.ctx.db);
  await resume();
  const last = days.at(-1) ?? 0;
  const { db } = adopted.ctx;
  const { planDigest } = await dayOf(adopted, last);
  const [commit] = await db
    .select()
    .from(poolUtxo)
    .where(eq(poolUtxo.plan, planDigest ?? ""));
  const { tip } = await world.control.state();
  const [olga, cleo] = [await addPerson(db, "Olga", "approver"), await addPerson(db, "Cleo", "admin")];
  await world.control.rollback(tip.height - (commit?.createdHeight ?? 0) + 1, { drop: true });
  await stepToState(adopted, last, "APPROVED");
  await stopDay(adopted.ctx, { dayIndex: last, userId: olga, reason: "The fork looks wrong." });
  const reason = "It is read by what the chain holds now.";
  const request = { kind: "request", exit: "read-anew", reason } as const;
  const anew = (userId: string, act: ReleaseAct) => releaseDay(adopted.ctx, { dayIndex: last, userId, act });
  await stepUntil(adopted, () =>
    anew(olga, request).then(
      () => true,
      () => false,
    ),
  );
  await anew(cleo, { kind: "confirm" });
  await stepToState(adopted, last, "PROPOSED");
  // What the oracle signed before is for the same state of the pool: a Cancel moves that on.
  await govern(adopted, { kind: "cancel" });
  await liveToState(adopted, last, "PAID");
  expect((await dayOf(adopted, last)).planDigest).not.toBe(planDigest);
});

it("a day that a backup has with its plan, and not with what the Commit carries, gets that", async () => {
  await expect(adopt(killAfter(days.length))).rejects.toThrow(KILLED);
  const [first = 0, second = 0] = days;
  const { db } = adopted.ctx;
  const contents = async () => ({
    days: await db.select({ dayIndex: day.dayIndex, deadlineMs: day.deadlineMs }).from(day).orderBy(asc(day.dayIndex)),
    requests: await db.select({ digest: signRequest.digest, deadlineMs: signRequest.deadlineMs }).from(signRequest),
    signatures: await db.$count(approval),
  });
  const before = await contents();
  // From before it was proposed again; and from before anybody signed.
  await db.update(day).set({ deadlineMs: 1 }).where(eq(day.dayIndex, first));
  await db.delete(signRequest).where(inArray(signRequest.dayIndex, [first, second]));
  await db.delete(approval).where(inArray(approval.dayIndex, [first, second]));
  await adopt(db);
  const after = await contents();
  expect({ ...after, requests: new Set(after.requests.map(({ digest }) => digest)) }).toEqual({
    ...before,
    requests: new Set(before.requests.map(({ digest }) => digest)),
  });
});

it("two at once end as one does, or say so and can be run again", async () => {
  const { db } = adopted.ctx;
  const results = await Promise.allSettled([adopt(db), adopt(db)]);
  for (const result of results) {
    if (result.status === "rejected") expect(String(result.reason)).toMatch(/run it again|is no longer|already/);
  }
  await adopt(db);
  // Every plan that is on chain is a day's then, and the books hold each once.
  await verifyDay(adopted, days[0] ?? 0, { isAdopted: true });
});

it("a day that was committed by another plan than this database has is named, whichever is the newest", async () => {
  const { db } = adopted.ctx;
  await adopt(db);
  const [first = 0] = days;
  await db
    .update(day)
    .set({ planDigest: "ab".repeat(32) })
    .where(eq(day.dayIndex, first));
  await expect(adopt(db)).rejects.toThrow(
    new RegExp(`^day ${first} was committed by plan .*adopt into an empty database`),
  );
});

it("a plan that is on chain is never proposed again, whichever job comes first", async () => {
  await expect(adopt(killAfter(days.length))).rejects.toThrow(KILLED);
  await resume();
  const before = await plans();
  // Confirm has not moved them yet, and their deadlines passed long ago.
  for (let step = 0; step < 5; step++) await advanceDays(adopted.ctx);
  expect(await plans()).toEqual(before);
  expect(await countIn("PROPOSED")).toBe(days.length);
  await liveToState(adopted, days.at(-1) ?? 0, "FINAL");
  expect(await plans()).toEqual(before);
});

it("a closed pool is refused before anything is written: nothing would move its days", async () => {
  await govern(world, { kind: "close" });
  // The world's own is older than the chain by now.
  for (const { ctx } of [adopted, world]) {
    adopted = { ...adopted, ctx };
    await expect(adopt(ctx.db)).rejects.toThrow(/^the pool .* is closed: it pays nothing any more/);
    expect(await findPause(ctx.db)).toBeNull();
  }
});
