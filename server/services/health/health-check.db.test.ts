import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { engineLook, jobRun, outbox, roundTurn, sourceState } from "@/db/schema";
import { createTestDatabase } from "@/db/testing/database";
import type { HealthPart, PartName } from "@/server/domain/health/part";
import { SignerRefused } from "@/server/domain/plan/signer-refused";
import { runJob, runRound } from "@/server/jobs/run-job";
import { failingReportStore } from "@/server/testing/services/failing-report-store";
import { withOracle } from "@/server/testing/services/oracles";
import { endNextDay, liveToState, stepToState } from "@/server/testing/services/steps";
import { startWorld, type World } from "@/server/testing/services/world";
import { INTERVAL_MS } from "@/server/testing/services/world-terms";
import { loadDay } from "../day/load-day";
import { freezeDay } from "../day/move-day";
import { readOverview } from "../overview/read-overview";
import type { PayoutContext } from "../payout/payout-context";
import { healthCheck } from "./health-check";
import { noteWatch } from "./note-watch";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());
beforeEach(() => lookAnew());

/** The next look looks at everything. */
const lookAnew = () => world.ctx.db.delete(engineLook);
const check = (nowMs = Date.now()) => healthCheck(world.ctx, nowMs);

async function partOf(name: PartName, nowMs = Date.now()): Promise<HealthPart | undefined> {
  return (await check(nowMs)).parts.find((part) => part.name === name);
}

/** What an engine in this state sees, and what the console's first page says of it. */
async function seenBy(change: Partial<PayoutContext>, name: PartName): Promise<HealthPart | undefined> {
  await lookAnew();
  await runJob({ ...world.ctx, ...change }, "metrics");
  const { health } = await readOverview(world.ctx, { userId: crypto.randomUUID(), nowMs: Date.now() });
  const part = health.parts.find((each) => each.name === name);
  expect(part).toEqual(await partOf(name));
  return part;
}

it("nobody has run a job, so nothing is known and nothing is claimed", async () => {
  const { state, parts } = await check();
  expect(state).toBe("failing");
  const said = Object.fromEntries(parts.map((part) => [part.name, part.state]));
  expect(said).toMatchObject({
    database: "ok",
    engine: "failing",
    scan: "waits",
    source: "unknown",
    reports: "unknown",
  });
});

it("a service whose parts all work is well, and says so in a sentence for each", async () => {
  while ((await partOf("scan"))?.state !== "ok") await runRound(world.ctx);
  expect(await partOf("watch")).toMatchObject({ state: "warning", next: expect.stringContaining("npm run watch") });
  await noteWatch(world.ctx.db, { state: "ok", fact: "A watch looks.", next: null }, Date.now());
  const { state, parts } = await check();
  expect(parts.filter((part) => part.state !== "ok")).toEqual([]);
  expect(state).toBe("ok");
  for (const { fact } of parts) expect(fact).toMatch(/^[^a-z].*[.”]$/);
  expect(await partOf("operator")).toMatchObject({
    fact: expect.stringMatching(/holds .*\sADA, with a collateral of/),
  });
});

it("an engine whose step takes minutes keeps its turn, and is not silent", async () => {
  const { db } = world.ctx;
  const longAgo = new Date(Date.now() - 16 * 60_000);
  await db.update(jobRun).set({ startedAt: longAgo });
  expect((await partOf("engine"))?.state).toBe("failing");
  await db.insert(roundTurn).values({ id: 1, holder: "a", freeAt: new Date(Date.now() + 5_000) });
  expect((await partOf("engine"))?.state).toBe("ok");
  await db.delete(roundTurn);
  await runRound(world.ctx);
});

it("a scan that is far behind is not said to work", async () => {
  await world.ctx.db.update(sourceState).set({ tipHeight: sql`height + 244` });
  expect(await check()).toMatchObject({ state: "failing" });
  expect((await partOf("scan"))?.fact).toMatch(/244 blocks behind the chain\. Days do not move\./);
  await world.ctx.db.update(sourceState).set({ tipHeight: sql`height` });
  expect((await partOf("scan"))?.state).toBe("ok");
});

it("a scan that has not run for long is unknown, however near it was then", async () => {
  const later = Date.now() + 16 * 60_000;
  expect(await partOf("scan", later)).toMatchObject({
    state: "unknown",
    fact: expect.stringMatching(/16 minutes ago/),
  });
  expect(await partOf("engine", later)).toMatchObject({ state: "failing" });
});

it("an old look is unknown with its age, never well", async () => {
  await runJob(world.ctx, "metrics");
  expect((await partOf("oracle"))?.state).toBe("ok");
  await world.ctx.db.update(engineLook).set({ lookedAt: sql`now() - interval '2 hours'` });
  for (const name of ["source", "oracle", "operator", "reports", "pool"] as const) {
    expect(await partOf(name)).toMatchObject({
      state: "unknown",
      fact: expect.stringMatching(/^Last looked at 2 hours/),
    });
  }
});

it("of two machines the worse one counts, until it has not looked for long", async () => {
  await runJob(world.ctx, "metrics");
  const [row] = await world.ctx.db.select().from(engineLook).where(eq(engineLook.part, "oracle"));
  if (!row) throw new Error("nobody looked");
  await world.ctx.db.insert(engineLook).values({ ...row, instance: "another", state: "failing", fact: "It is away." });
  expect(await partOf("oracle")).toMatchObject({ state: "failing", fact: "It is away." });
  const old = { lookedAt: sql`now() - interval '5 minutes'` };
  await world.ctx.db.update(engineLook).set(old).where(eq(engineLook.instance, "another"));
  expect((await partOf("oracle"))?.state).toBe("ok");
});

const away = () => Promise.reject(new Error("oracle at http://127.0.0.1:1 does not answer"));
const DEAD = { name: "oracle", signPlan: away, publicKey: away, held: away };

type Seen = { name: PartName; state: string; words: RegExp; change: (ctx: PayoutContext) => Partial<PayoutContext> };
const OTHER_OPERATOR = { publicKey: () => "cd".repeat(32), signTransactionId: () => "" };
const lost = () => Promise.reject(new SignerRefused("this signer's record was lost or restored"));
const noAnswer = () => Promise.reject(new Error("It is away"));

const SIGHTS: Record<string, Seen> = {
  "a signer that is dead": {
    name: "oracle",
    state: "failing",
    words: /does not answer/,
    change: () => ({ oracle: DEAD }),
  },
  "a signer with another key": {
    name: "oracle",
    state: "failing",
    words: /with the key (ab){32}, which the pool does not know/,
    change: () => ({ oracle: { ...DEAD, publicKey: async () => "ab".repeat(32) } }),
  },
  "a signer that has lost its record": {
    name: "oracle",
    state: "failing",
    words: /signs nothing: this signer's record was lost or restored/,
    change: ({ oracle }) => ({ oracle: oracle && { ...oracle, held: lost } }),
  },
  "no signer": {
    name: "oracle",
    state: "failing",
    words: /nothing can be proposed/,
    change: () => ({ oracle: null }),
  },
  "a dead approver": {
    name: "approvers",
    state: "warning",
    words: /does not answer/,
    change: ({ approvers }) => ({ approvers: [DEAD, ...approvers] }),
  },
  "a full disk": {
    name: "reports",
    state: "failing",
    words: /ENOSPC/,
    change: () => ({ reportStore: failingReportStore("ENOSPC: no space left") }),
  },
  "a disk with little room": {
    name: "reports",
    state: "warning",
    words: /; 100 MiB are free/,
    change: ({ reportStore }) => ({
      reportStore: { ...reportStore, tryOut: async () => ({ freeBytes: 100n * 1_048_576n }) },
    }),
  },
  "no operator's key": { name: "operator", state: "failing", words: /cannot pay/, change: () => ({ operator: null }) },
  "another operator's key": {
    name: "operator",
    state: "failing",
    words: /but the pool's operator is/,
    change: () => ({ operator: OTHER_OPERATOR }),
  },
  "no collateral": {
    name: "operator",
    state: "failing",
    words: /no collateral, so nothing can be committed/,
    change: ({ source }) => ({ source: { ...source, unspentOutputs: async () => [] } }),
  },
  "a source that is away": {
    name: "source",
    state: "failing",
    words: /^It is away\.$/,
    change: ({ source }) => ({ source: { ...source, tip: noAnswer } }),
  },
};

it.each(Object.entries(SIGHTS))("%s is seen, in the overview too", async (_what, { name, state, words, change }) => {
  const part = await seenBy(change(world.ctx), name);
  expect(part).toMatchObject({ state, fact: expect.stringMatching(words), next: expect.stringMatching(/\w/) });
});

it("a job that fails again and again is failing, once is a warning, and one that waits says so", async () => {
  const record = (result: string, agoMs: number, stoppedDay: number | null = null) =>
    world.ctx.db.insert(jobRun).values({
      job: "advance",
      result,
      detail: `it is ${result}`,
      stoppedDay,
      startedAt: new Date(Date.now() + 3_600_000 - agoMs),
      durationMs: 1,
    });
  const advance = () => partOf("job advance", Date.now() + 3_600_000);
  await record("failed", 90_000);
  expect(await advance()).toMatchObject({ state: "warning", fact: "It failed: it is failed." });
  await record("failed", 60_000);
  await record("failed", 30_000);
  expect(await advance()).toMatchObject({ state: "failing", fact: expect.stringMatching(/3 times in a row/) });
  await record("waiting", 20_000);
  expect(await advance()).toMatchObject({ state: "waits", fact: "It is waiting." });
  await record("needs-human", 10_000);
  expect(await advance()).toMatchObject({ state: "warning" });
  await record("needs-human", 5_000, 7);
  expect(await advance()).toMatchObject({ state: "waits", fact: "It waits for day 7, which is stopped." });
  await world.ctx.db.delete(jobRun).where(eq(jobRun.job, "advance"));
});

it("days that ended are counted also where nobody opened them, and it is said who is awaited", async () => {
  expect(await partOf("days")).toMatchObject({ state: "ok" });
  const [before] = await world.ctx.db.select().from(sourceState);
  await world.ctx.db.update(sourceState).set({ tipTimeMs: sql`tip_time_ms + ${165 * INTERVAL_MS}` });
  expect(await partOf("days")).toMatchObject({
    state: "failing",
    fact: expect.stringMatching(/^165 days have ended and are not paid, from day \d+ on, .* late\. Awaited: /),
  });
  await world.ctx.db.update(sourceState).set({ tipTimeMs: before?.tipTimeMs ?? 0 });
});

it("events that nobody was told of for long are counted", async () => {
  const { db } = world.ctx;
  expect(await partOf("events")).toMatchObject({ state: "ok" });
  await db.insert(outbox).values({ event: "day.state", payload: {}, writtenAt: sql`now() - interval '11 minutes'` });
  expect(await partOf("events")).toMatchObject({
    state: "warning",
    fact: "1 event is not delivered, the oldest for 11 minutes.",
    next: expect.stringContaining("npm run recover"),
  });
  await db.delete(outbox);
});

it("a day that the oracle was asked for and has not answered is told with who is awaited, and since when", async () => {
  const dayIndex = await endNextDay(world);
  await stepToState(withOracle(world, "answer lost"), dayIndex, "PROPOSED");
  const days = await partOf("days");
  expect(days?.fact).toMatch(/Awaited: the oracle\.$/);
  await liveToState(world, dayIndex, "PAID");
});

it("a stopped day is told with its reason and its page", async () => {
  const dayIndex = await endNextDay(world);
  await stepToState(world, dayIndex, "PREVIEW");
  await world.ctx.db.transaction(async (tx) => {
    const row = await loadDay(tx, dayIndex, "for update");
    const by = { name: "Ann", text: "It looks wrong." };
    await freezeDay(tx, row, { actor: "job:test", atMs: 1, reason: { kind: "by-person", by, and: null } });
  });
  expect(await partOf("stopped days")).toMatchObject({
    state: "warning",
    fact: expect.stringMatching(`Day ${dayIndex} is stopped: .*It looks wrong`),
    href: `/admin/days/${dayIndex}`,
  });
  expect((await partOf("days"))?.fact).toMatch(/Awaited: two people\.$/);
});

it("a source that went on without our scan, which thinks it is at the tip, is seen", async () => {
  await world.control.mine(61);
  expect(await seenBy({}, "source")).toMatchObject({
    state: "warning",
    fact: expect.stringMatching(/our scan stands at block \d+ and does not follow it/),
  });
  while ((await runJob(world.ctx, "scan")).result === "again");
  expect((await seenBy({}, "source"))?.state).toBe("ok");
});

it("a database that does not answer, or is not set up, is told instead of thrown", async () => {
  const gone = await createTestDatabase();
  await gone.drop();
  expect(await healthCheck({ ...world.ctx, db: gone.db }, Date.now())).toMatchObject({
    state: "failing",
    parts: [{ name: "database", fact: "The database does not answer." }],
  });
  const empty = await createTestDatabase({ empty: true });
  const { parts } = await healthCheck({ ...world.ctx, db: empty.db }, Date.now());
  expect(parts).toMatchObject([{ name: "database", state: "failing", fact: "The database is not set up." }]);
  await empty.drop();
});
