import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { copyDatabase, type TestDatabase } from "@/db/testing/database";
import { withTransaction } from "@/db/transaction";
import { reportFolder } from "@/server/cli/adopt/report-places";
import { runRound } from "@/server/jobs/run-job";
import { someOf } from "@/server/testing/full";
import { addPerson } from "@/server/testing/services/add-person";
import { govern } from "@/server/testing/services/govern";
import { attemptsOf, dayOf, stateOf } from "@/server/testing/services/look";
import { paidByAddress, readPoolMoves } from "@/server/testing/services/pool-moves";
import { endNextDay, liveToState, scan, stepToState, stepUntil } from "@/server/testing/services/steps";
import { verifyDay } from "@/server/testing/services/verify-day";
import { startWorld, type World } from "@/server/testing/services/world";
import { adoptPool } from "../adopt/adopt-pool";
import { appendAudit } from "../audit/append-audit";
import { releaseDay } from "../day/release-day";
import { stopDay } from "../day/stop-day";
import { resumeEngine } from "../engine-pause/resume-engine";

let world: World;
const databases: TestDatabase[] = [];
beforeAll(async () => {
  world = await startWorld();
});
afterAll(async () => {
  await world.stop();
  for (const database of databases) await database.drop();
});

/** The world on another database: as after a restore. */
const onDatabase = (world: World, database: TestDatabase): World => ({
  ...world,
  database,
  ctx: { ...world.ctx, db: database.db },
});

async function backUp(): Promise<TestDatabase> {
  const backup = await copyDatabase(world.database);
  databases.push(backup);
  return backup;
}

it("a database from before the plan was proposed pays nothing a second time: it stops, and adopting leads on", async () => {
  const dayIndex = await endNextDay(world);
  await stepToState(world, dayIndex, "PREVIEW");
  const backup = await backUp();
  await liveToState(world, dayIndex, "PAID");
  const paid = paidByAddress(await readPoolMoves(world));

  const restored = onDatabase(world, backup);
  for (let round = 0; round < 20; round++) {
    const { confirm, advance } = await runRound(restored.ctx);
    for (const { result, detail } of [confirm, advance]) {
      expect(result).toBe("needs-human");
      expect(detail).toMatch(/this database does not know: it was restored from an older backup/);
    }
    await world.control.mine(1);
  }
  expect(await stateOf(restored, dayIndex)).toBe("PREVIEW");
  expect(await attemptsOf(restored, dayIndex)).toEqual([]);
  expect(paidByAddress(await readPoolMoves(world))).toEqual(paid);
  await adoptAndResume(restored, 1);
  world = restored;
  await liveToState(world, dayIndex, "FINAL");
  await verifyDay(world, dayIndex);
});

it("a database that has read the day otherwise than it was paid takes the report that the chain names", async () => {
  const dayIndex = await endNextDay(world);
  const backup = await backUp();
  // Its audit log, which a report names, is another from here on.
  await appendTo(backup, "an event");
  const restored = onDatabase(world, backup);
  await stepToState(restored, dayIndex, "PREVIEW");
  await liveToState(world, dayIndex, "PAID");
  const { reportHash } = await dayOf(world, dayIndex);
  expect((await dayOf(restored, dayIndex)).reportHash).not.toBe(reportHash);
  await adoptAndResume(restored, 1);
  expect((await dayOf(restored, dayIndex)).reportHash).toBe(reportHash);
  world = restored;
  await liveToState(world, dayIndex, "FINAL");
  expect(await attemptsOf(world, dayIndex)).toEqual([]);
  await verifyDay(world, dayIndex, { isAdopted: true });
});

describe("a plan that was signed and is not on chain when the database is restored to before it", () => {
  let dayIndex: number;
  let restored: World;
  let signed: Awaited<ReturnType<typeof dayOf>>;
  beforeEach(async () => {
    dayIndex = await endNextDay(world);
    const backup = await backUp();
    await appendTo(backup, "an event");
    restored = onDatabase(world, backup);
    await stepToState(world, dayIndex, "APPROVED");
    signed = await dayOf(world, dayIndex);
  });

  it("is taken over from the signer's record: its report and its digest, so that it is paid by that plan", async () => {
    await stepToState(restored, dayIndex, "PROPOSED");
    expect(await dayOf(restored, dayIndex)).toMatchObject({
      reportHash: signed.reportHash,
      planDigest: signed.planDigest,
    });
    world = restored;
    await liveToState(world, dayIndex, "FINAL");
    await verifyDay(world, dayIndex, { isAdopted: true });
  });

  it("is taken over too where the signer was away while the day was prepared", async () => {
    const { oracle } = restored.ctx;
    if (!oracle) throw new Error("there is no oracle");
    const away = { ...oracle, held: () => Promise.reject(new Error("away")) };
    const alone = { ...restored, ctx: { ...restored.ctx, oracle: away } };
    await stepToState(alone, dayIndex, "PREVIEW");
    expect((await dayOf(restored, dayIndex)).reportHash).not.toBe(signed.reportHash);
    await expectAdvance(alone, /^day \d+ waits: the oracle's signer does not say what it has signed .*: away$/);
    await stepToState(restored, dayIndex, "PROPOSED");
    expect(await dayOf(restored, dayIndex)).toMatchObject({ planDigest: signed.planDigest });
    world = restored;
    await liveToState(world, dayIndex, "FINAL");
  });

  it("is named and waited for where its report is lost, and a Cancel leads on", async () => {
    const { reportStore } = restored.ctx;
    const { reportHash, planDigest } = signed;
    const get = async (hash: string) => (hash === reportHash ? null : reportStore.get(hash));
    const blind = { ...restored, ctx: { ...restored.ctx, reportStore: { ...reportStore, get } } };
    await stepToState(blind, dayIndex, "PREVIEW");
    await expectAdvance(
      blind,
      new RegExp(
        `^day ${dayIndex} waits: .* has signed ${planDigest} of day ${dayIndex}, report ${reportHash}, before 20`,
      ),
    );
    await govern(blind, { kind: "cancel" });
    world = blind;
    await liveToState(world, dayIndex, "FINAL");
    expect((await dayOf(world, dayIndex)).planDigest).not.toBe(planDigest);
  });

  it("keeps the day from being closed while it can land; once it has, adopting makes it the day's", async () => {
    const { db } = restored.ctx;
    const [ann, ben] = [await addPerson(db, "Ann", "admin"), await addPerson(db, "Ben", "admin")];
    const reason = "Nobody shall be paid for this day.";
    await scan(restored);
    await stopDay(restored.ctx, { userId: ann, dayIndex, reason });
    await releaseDay(restored.ctx, { userId: ann, dayIndex, act: { kind: "request", exit: "close", reason } });
    await releaseDay(restored.ctx, { userId: ben, dayIndex, act: { kind: "confirm" } });
    await stepUntil(restored, async () => /signed/.test((await runRound(restored.ctx)).advance.detail));
    expect(await stateOf(restored, dayIndex)).toBe("CHECKED");
    await liveToState(world, dayIndex, "PAID");
    await adoptAndResume(restored, 1);
    world = restored;
    await liveToState(world, dayIndex, "FINAL");
    await verifyDay(world, dayIndex, { isAdopted: true });
  });

  async function expectAdvance(of: World, words: RegExp): Promise<void> {
    const { advance } = await runRound(of.ctx);
    expect(advance.detail).toMatch(words);
  }
});

/** As people do it, with the folder of reports that is still there. */
async function adoptAndResume({ ctx }: World, days: number): Promise<void> {
  const adopted = await adoptPool(ctx, {
    policyId: world.deployment.script.policyId,
    place: reportFolder(world.reportDirectory),
    operations: null,
    execute: true,
    actor: "cli:test",
    tell: () => undefined,
  });
  expect(adopted.days).toHaveLength(days);
  const { db } = ctx;
  for (const userId of [await addPerson(db, "Ann", "admin"), await addPerson(db, "Ben", "approver")]) {
    await resumeEngine(ctx, { userId, reason: "The chain says the same." });
  }
}

async function appendTo({ db }: TestDatabase, action: string): Promise<void> {
  const event = { actor: "cli:test", action, subject: "test", details: {}, atMs: 0 } as const;
  await withTransaction(db, (tx) => appendAudit(tx, event));
}

it.each(someOf(["PROPOSED", "APPROVED"] as const, 1))(
  "a database from when the day was %s finds its plan on chain, and the day ends as it was paid",
  async (state) => {
    const dayIndex = await endNextDay(world);
    await stepToState(world, dayIndex, state);
    const backup = await backUp();
    await liveToState(world, dayIndex, "PAID");

    // From here on the restored database pays.
    world = onDatabase(world, backup);
    await liveToState(world, dayIndex, "FINAL");
    // Nothing was built a second time: the books match the chain, fees included.
    expect(await attemptsOf(world, dayIndex)).toEqual([]);
    await verifyDay(world, dayIndex);
  },
);
