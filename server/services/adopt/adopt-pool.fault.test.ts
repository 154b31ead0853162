import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { asc, eq, gte, isNotNull, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { auditEvent, batch, day, ledgerAccount, poolUtxo, rewardLine, rulesVersion, settlement } from "@/db/schema";
import { createTestDatabase, type TestDatabase } from "@/db/testing/database";
import { reportFolder } from "@/server/cli/adopt/report-places";
import { runRound } from "@/server/jobs/run-job";
import { runCli } from "@/server/testing/cli/run-cli";
import { TEST_SECRETS } from "@/server/testing/secrets";
import { addPerson } from "@/server/testing/services/add-person";
import { endAfterNextStep } from "@/server/testing/services/killing-database";
import { attemptState, attemptsOf, dayOf, stateOf } from "@/server/testing/services/look";
import { endNextDay, LOSE, liveToState, stepUntil } from "@/server/testing/services/steps";
import { verifyDay } from "@/server/testing/services/verify-day";
import { startWorld, type World } from "@/server/testing/services/world";
import { TEST_OPERATIONS } from "@/server/testing/services/world-terms";
import { verifyAuditLog } from "../audit/verify-log";
import { findPause } from "../engine-pause/find-pause";
import { resumeEngine } from "../engine-pause/resume-engine";
import { createFileReportStore } from "../reports/file-store";
import { findReportFacts } from "../reports/find-report";
import { adoptPool } from "./adopt-pool";

const OPERATIONS = { mostOutputsInBatch: 2, mostInFlight: 1, deadlineMs: 90_000 };

let world: World;
const databases: TestDatabase[] = [];
const folders: string[] = [];
/** A paid day, one of which the next takes over the rest, that next one, and one that is being paid. */
let days: number[];
beforeAll(async () => {
  const players = Array.from({ length: 5 }, (_, index) => ({ tokens: BigInt(index + 1) * 10n, plays: true }));
  world = await startWorld({ players, potLovelace: 200_000_000n, operations: OPERATIONS });
  const first = await endNextDay(world);
  await liveToState(world, first, "PAID");
  await endNextDay(world);
  await stepUntil(world, async () => (await attemptState(world, first + 1, 1)) === "IN_LEDGER");
  await world.control.setFaults(LOSE);
  const { deadlineMs } = await dayOf(world, first + 1);
  await stepUntil(world, async () => (await world.control.state()).tip.timeMs > (deadlineMs ?? 0));
  await world.control.clearFaults();
  await liveToState(world, first + 2, "FINAL");
  const paying = await endNextDay(world);
  await stepUntil(world, async () => (await attemptState(world, paying, 1)) === "IN_LEDGER");
  days = Array.from({ length: paying - first + 1 }, (_, index) => first + index);
});
afterAll(async () => {
  await world.stop();
  for (const database of databases) await database.drop();
  for (const folder of folders) await rm(folder, { recursive: true });
});

/** The world after its database and its folder of reports were lost: all there is, is a copy of the reports. */
async function onEmptyDatabase(): Promise<World> {
  const database = await createTestDatabase();
  databases.push(database);
  const reportDirectory = await newFolder();
  const reportStore = createFileReportStore(reportDirectory);
  return { ...world, database, reportDirectory, ctx: { ...world.ctx, db: database.db, reportStore } };
}

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), "adopted-reports-"));
  folders.push(folder);
  return folder;
}

const told: string[] = [];
type How = { readonly execute?: boolean; readonly from?: string; readonly policyId?: string };
const adopt = (into: World, { execute = true, from, policyId }: How = {}) =>
  adoptPool(into.ctx, {
    policyId: policyId ?? world.deployment.script.policyId,
    place: reportFolder(from ?? world.reportDirectory),
    operations: { ...TEST_OPERATIONS, ...OPERATIONS },
    execute,
    actor: "cli:test",
    tell: (text) => told.push(text),
  });

/** All that pages, books and later days follow from. */
async function contentOf({ ctx: { db } }: World) {
  const columns = { state: day.state, report: day.reportHash, plan: day.planDigest, deadlineMs: day.deadlineMs };
  const lines = await db.select().from(rewardLine).orderBy(asc(rewardLine.setId), asc(rewardLine.address));
  const sets = await db.select({ dayIndex: day.dayIndex, set: day.lineSetId }).from(day);
  const dayOfSet = new Map(sets.map(({ dayIndex, set }) => [set, dayIndex]));
  return {
    days: await db
      .select({ dayIndex: day.dayIndex, ...columns })
      .from(day)
      .orderBy(asc(day.dayIndex)),
    lines: lines.flatMap(({ setId, ...line }) => (dayOfSet.has(setId) ? [{ ...line, day: dayOfSet.get(setId) }] : [])),
    batches: await db.select().from(batch).orderBy(asc(batch.dayIndex), asc(batch.batchNo)),
    settlements: (await db.select().from(settlement).orderBy(asc(settlement.dayIndex))).map(
      ({ dayIndex, transactions, paidLovelace, feeLovelace }) => ({
        dayIndex,
        transactions,
        paidLovelace,
        feeLovelace,
      }),
    ),
    accounts: await db.select().from(ledgerAccount).orderBy(asc(ledgerAccount.account)),
    rules: await db.select({ hash: rulesVersion.hash, fromDay: rulesVersion.fromDay }).from(rulesVersion),
  };
}

it("a dry run says what it would do, and changes nothing", async () => {
  const empty = await onEmptyDatabase();
  told.length = 0;
  expect(await adopt(empty, { execute: false })).toMatchObject({ executed: false, days, states: {} });
  expect(told.join("\n")).toMatch(
    /\d days to adopt.*\n.* pays 200000000 lovelace to 5, carries 0; report .*not in this/,
  );
  expect(await empty.ctx.db.$count(day)).toBe(0);
});

it("an empty database gets days, lines, batches, signatures and books from chain and reports", async () => {
  const adopted = await onEmptyDatabase();
  const { states } = await adopt(adopted);
  expect(states).toMatchObject({ CARRIED: 1, COMMITTED: 1 });
  const before = await contentOf(world);
  const after = await contentOf(adopted);
  // The engine begins to pay; `confirm` does not.
  const seen = before.days.filter(({ dayIndex }) => days.includes(dayIndex));
  const expected = seen.map((row) => ({ ...row, state: row.state === "PAYING" ? "COMMITTED" : row.state }));
  expect(after).toEqual({ ...before, days: expected });
  const { db } = adopted.ctx;
  const [first] = await db.select().from(auditEvent).orderBy(asc(auditEvent.sequence)).limit(1);
  expect(first).toMatchObject({
    action: "audit.segment",
    details: { fromDay: days[0], last: { dayIndex: days.at(-1) } },
  });
  expect(await verifyAuditLog(db)).toMatchObject({ ok: true, segments: [first?.details] });
  expect(await verifyByChain(adopted)).toMatchObject({ code: 0, stdout: expect.stringContaining('"ok":true') });
  await db.execute(sql`update report set hash = ${"0".repeat(64)} where day_index = ${days[0]}`);
  const missing = `of day ${days[0]} is missing, though the chain leads to it`;
  expect(await verifyByChain(adopted)).toMatchObject({ code: 1, stderr: expect.stringContaining(missing) });
});

const verifyByChain = ({ database, devnet }: World) =>
  runCli("server/cli/audit.ts", ["verify", "--chain"], {
    DATABASE_URL: database.url,
    BLOCKFROST_URL: devnet.url,
    AUDIT_KEY: TEST_SECRETS.AUDIT_KEY,
  });

it("stopped after each step that it stores, and run again, it ends as one that was never stopped", async () => {
  const adopted = await onEmptyDatabase();
  let stops = 0;
  for (; stops < 20 * days.length; stops++) {
    const db = await endAfterNextStep(adopted.ctx.db, stop);
    const ended = await adopt({ ...adopted, ctx: { ...adopted.ctx, db } }).catch((error: Error) => {
      expect(error.message).toContain(STOPPED);
      return null;
    });
    if (ended) break;
    const paused = await findPause(adopted.ctx.db);
    expect(paused?.needsTwo).toBe(true);
  }
  expect(stops).toBeGreaterThan(3 * days.length);
  const straight = await onEmptyDatabase();
  await adopt(straight);
  expect(await contentOf(adopted)).toEqual(await contentOf(straight));
});

const STOPPED = "stopped by the test";

/** The process ends, as it were. */
function stop(): never {
  throw new Error(STOPPED);
}

describe("reports that are missing or hostile", () => {
  /** A copy of the folder in which one file is another. */
  async function withChanged(change: (text: string) => string | null, hash: string): Promise<string> {
    const folder = await newFolder();
    await cp(world.reportDirectory, folder, { recursive: true });
    const file = path.join(folder, `${hash}.json`);
    const changed = change(await readFile(file, "utf8"));
    await (changed === null ? rm(file) : writeFile(file, changed));
    return folder;
  }
  /** The hash of a day's report, and of the part with its lines. */
  async function namesOf(dayIndex: number) {
    const { reportHash } = await dayOf(world, dayIndex);
    const facts = await findReportFacts(world.ctx.db, reportHash ?? "");
    return { report: reportHash ?? "", part: facts?.partHashes[0] ?? "" };
  }
  const paysMore = (text: string) => text.replace(/"payoutLovelace":"(\d+)"/, '"payoutLovelace":"1$1"');

  it.each<[string, "report" | "part", (text: string) => string | null, RegExp]>([
    ["a report that is missing", "report", () => null, /^the report \w{64} of day \d+ is not in \//],
    [
      "a report that pays more",
      "report",
      paysMore,
      /of day \d+ cannot be adopted: what .* has in its place is \w{64}$/,
    ],
    ["a report that is cut off", "report", (text) => text.slice(0, -10), /cannot be adopted: it is not JSON/],
    ["a part that is missing", "part", () => null, /cannot be adopted: part 1 of the lines is missing: \w{64}$/],
    [
      "a part that pays more",
      "part",
      paysMore,
      /cannot be adopted: part 1 of the lines is not the one that the manifest/,
    ],
    [
      "a file without end",
      "part",
      () => "[".repeat(40_000_000),
      /has more than 33554432 bytes, which no report's file has/,
    ],
  ])("%s is named, and its day is not taken", async (_name, which, change, words) => {
    // The first whose lines are no other day's too.
    const [, , third = 0] = days;
    const folder = await withChanged(change, (await namesOf(third))[which]);
    const empty = await onEmptyDatabase();
    await expect(adopt(empty, { from: folder })).rejects.toThrow(words);
    expect(await empty.ctx.db.$count(day, gte(day.dayIndex, third + 1))).toBe(0);
    expect(await empty.ctx.db.$count(day, isNotNull(day.reportHash))).toBe(which === "report" ? 0 : 2);
  });

  it("another pool's database, and one that pays what the chain does not hold, are refused", async () => {
    const adopted = await onEmptyDatabase();
    await adopt(adopted);
    const other = { from: world.reportDirectory, policyId: "ab".repeat(28) };
    await expect(adopt(adopted, other)).rejects.toThrow(/^this database belongs to pool/);
    const last = days.at(-1) ?? 0;
    await adopted.ctx.db
      .update(day)
      .set({ reportHash: (await namesOf(days[0] ?? 0)).report })
      .where(eq(day.dayIndex, last));
    await expect(adopt(adopted)).rejects.toThrow(
      new RegExp(`of day ${last} cannot be adopted: this database holds the day as COMMITTED, with the report`),
    );
  });
});

it("a rollback of what was adopted is followed: the same plan is committed again with the signatures from chain", async () => {
  const adopted = await onEmptyDatabase();
  await adopt(adopted);
  const { db } = adopted.ctx;
  for (const userId of [await addPerson(db, "Cleo", "admin"), await addPerson(db, "Dan", "approver")]) {
    await resumeEngine(adopted.ctx, { userId, reason: "I have compared it with the chain." });
  }
  const paying = days.at(-1) ?? 0;
  const { planDigest } = await dayOf(adopted, paying);
  const { tip } = await world.control.state();
  const [commit] = await db
    .select()
    .from(poolUtxo)
    .where(eq(poolUtxo.plan, planDigest ?? ""))
    .orderBy(asc(poolUtxo.createdHeight));
  // Nobody else asks for these signatures again.
  const unsigned = { ...adopted, ctx: { ...adopted.ctx, oracle: null, approvers: [] } };
  await world.control.rollback(tip.height - (commit?.createdHeight ?? 0) + 1, { drop: true });
  await stepUntil(unsigned, async () => (await stateOf(unsigned, paying)) === "APPROVED");
  await liveToState(unsigned, paying, "PAID");
  expect((await dayOf(adopted, paying)).planDigest).toBe(planDigest);
  const landed = (await attemptsOf(adopted, paying)).filter(({ state }) => state !== "ORPHANED");
  expect(landed.map(({ batchNo }) => batchNo)).toEqual([0, 1, 2, 3]);
});

it("nothing is built before two people have checked it; then it pays the next day", async () => {
  const adopted = await onEmptyDatabase();
  await adopt(adopted);
  expect((await findPause(adopted.ctx.db))?.words?.facts).toContainEqual(["Pool", world.deployment.script.policyId]);
  // Nothing is built before two people have checked it.
  const [ann, ben] = [
    await addPerson(adopted.ctx.db, "Ann", "admin"),
    await addPerson(adopted.ctx.db, "Ben", "approver"),
  ];
  const { advance } = await runRound(adopted.ctx);
  expect(advance.detail).toMatch(/^Paused by npm run adopt since .* until two people have checked it and resume/);
  const check = (userId: string) => resumeEngine(adopted.ctx, { userId, reason: "I have compared it with the chain." });
  await check(ann);
  expect((await runRound(adopted.ctx)).advance.detail).toMatch(/until a second person resumes; Ann has checked it/);
  await expect(check(ann)).rejects.toThrow(/a second person resumes/);
  await check(ben);

  const paying = days.at(-1) ?? 0;
  await liveToState(adopted, paying + 1, "FINAL");
  expect(await stateOf(adopted, paying)).toBe("FINAL");
  // What was sent before is found on chain.
  expect(await attemptsOf(adopted, paying)).toEqual([]);
  for (const dayIndex of days) await verifyDay(adopted, dayIndex, { isAdopted: true });
  await verifyDay(adopted, paying + 1);
});
