import { asc, eq, like } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { auditEvent, outbox, proposal, rulesVersion, user } from "@/db/schema";
import { withTransaction } from "@/db/transaction";
import { type Document, withValue } from "@/server/domain/rules/document";
import { JOBS } from "@/server/jobs/jobs";
import { addPerson } from "@/server/testing/services/add-person";
import { nextDay, snapshotOf } from "@/server/testing/services/look";
import { endNextDay, liveToState, scan, stepToState } from "@/server/testing/services/steps";
import { verifyDay } from "@/server/testing/services/verify-day";
import { startWorld, type World } from "@/server/testing/services/world";
import { putRulesInForce } from "../pool/put-in-force";
import { lockRules, operationsInForce, rulesInForce } from "../settings-in-force";
import { checkDraft } from "./check-draft";
import { confirm } from "./confirm";
import { listVersions } from "./list-versions";
import { newestDocument } from "./newest-document";
import { openProposal, whyNotConfirm } from "./open-proposal";
import { propose } from "./propose";
import { withdraw } from "./withdraw";

const REASON = "The pot was voted on in the forum.";

let world: World;
let ann: string;
let ben: string;
let carla: string;
beforeAll(async () => {
  world = await startWorld();
  const { db } = world.ctx;
  [ann, ben, carla] = [
    await addPerson(db, "Ann", "admin"),
    await addPerson(db, "Ben", "admin"),
    await addPerson(db, "Carla", "approver"),
  ];
  await liveToState(world, await endNextDay(world), "PAID");
});
afterAll(() => world.stop());
beforeEach(() => withdrawAll());

async function withdrawAll(): Promise<void> {
  for (const kind of ["rules", "operations"] as const) {
    const open = await openProposal(world.ctx.db, kind);
    if (open) await withdraw(world.ctx, { kind, hash: open.hash, userId: ben });
  }
}

/** The newest rules with other values, as somebody would propose them. */
async function nextRules(change: Record<string, unknown> = {}): Promise<Document> {
  const { document, version } = await newestDocument(world.ctx.db, "rules");
  return { ...document, version: version + 1, ...change } as Document;
}
const pot = (ada: number) => ({ pot: { kind: "fixed", lovelace: `${ada}000000` } });

async function proposeRules(change: Record<string, unknown>, fromDay: number, userId = ann) {
  const draft = { kind: "rules", document: await nextRules(change), fromDay } as const;
  return propose(world.ctx, { draft, userId, reason: REASON });
}
async function proposed(change: Record<string, unknown>, fromDay: number): Promise<string> {
  const result = await proposeRules(change, fromDay);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.hash;
}
const confirmRules = (hash: string, userId = ben) => confirm(world.ctx, { kind: "rules", hash, userId });
const deedsOf = async (hash: string) =>
  (
    await world.ctx.db
      .select()
      .from(auditEvent)
      .where(eq(auditEvent.subject, `proposal:${hash}`))
      .orderBy(asc(auditEvent.sequence))
  ).map(({ action, actor }) => `${action} ${actor}`);

describe("new rules", () => {
  test("come into force from their day on, when a second person has confirmed them", async () => {
    const day = await endNextDay(world);
    const hash = await proposed(pot(70), day);
    expect((await rulesInForce(world.ctx.db, day))?.version).toBe(1);
    expect(await confirmRules(hash)).toEqual({ version: 2 });
    expect((await rulesInForce(world.ctx.db, day - 1))?.version).toBe(1);
    expect((await rulesInForce(world.ctx.db, day))?.version).toBe(2);
    expect(await deedsOf(hash)).toEqual([`rules.propose user:${ann}`, `rules.confirm user:${ben}`]);
    const events = await world.ctx.db.select().from(outbox).where(eq(outbox.event, "proposal.state"));
    expect(events.map(({ payload }) => payload)).toMatchObject([
      { verb: "propose", hash },
      { verb: "confirm", version: 2 },
    ]);
    await liveToState(world, day, "PAID");
    expect((await verifyDay(world, day, { holdings: null })).totals).toMatchObject({
      potLovelace: 70_000_000n,
      payoutLovelace: 70_000_000n,
    });

    const [newest, first] = await listVersions(world.ctx.db, "rules", 10);
    expect(newest).toMatchObject({
      version: 2,
      inForce: { days: { from: day, until: null } },
      agreed: { proposer: "Ann", second: "Ben", reason: REASON },
      changes: [{ field: "pot", after: { lovelace: "70000000" } }],
    });
    expect(first).toMatchObject({ version: 1, inForce: { days: { until: day - 1 } }, agreed: null, changes: null });
  });

  test("need two people with the right, who still have it", async () => {
    const day = await nextDay(world);
    await expect(proposeRules(pot(71), day + 9, carla)).rejects.toMatchObject({ code: "not-allowed" });
    const hash = await proposed(pot(71), day + 9);
    await expect(confirmRules(hash, ann)).rejects.toThrow(/second person/);
    await expect(confirmRules(hash, carla)).rejects.toMatchObject({ code: "not-allowed" });
    const open = await openProposal(world.ctx.db, "rules");
    expect(open && whyNotConfirm(open, { id: ann, name: "Ann", role: "admin" })).toMatch(/second person/);
    expect(open && whyNotConfirm(open, { id: ben, name: "Ben", role: "admin" })).toBeNull();
    const setDisabled = (disabled: boolean) => world.ctx.db.update(user).set({ disabled }).where(eq(user.id, ann));
    await setDisabled(true);
    await expect(confirmRules(hash)).rejects.toThrow(/may not act any more/);
    await setDisabled(false);
    await world.ctx.db.update(user).set({ role: "viewer" }).where(eq(user.id, ann));
    await expect(confirmRules(hash)).rejects.toThrow(/Ann is viewer/);
    await world.ctx.db.update(user).set({ role: "admin" }).where(eq(user.id, ann));
    expect((await newestDocument(world.ctx.db, "rules")).version).toBe(2);
  });

  test.each<[string, Record<string, unknown>, RegExp]>([
    ["nothing changes", {}, /^ nothing differs from version 2/],
    ["they follow older rules", { version: 2, ...pot(5) }, /^version is 2; rules that follow version 2 have version 3/],
    ["the cap is below the minimum", { perRecipientCapLovelace: "900000" }, /^perRecipientCapLovelace is 0\.90/],
    ["the pot is over the rules' limit", pot(5_001), /^pot\.lovelace is 5 001\.00 ADA, over the rules' own limit/],
    [
      "the pot is over the contract's limit",
      { ...pot(5_001), dayLimits: { totalLovelace: "9000000000", hourlyLovelace: null } },
      /^pot\.lovelace .* over the contract's limit for a day, 5 000\.00 ADA/,
    ],
    ["the chain does not know the token", { prizeAsset: "ee".repeat(28) }, /^prizeAsset is unknown/],
    ["the form is wrong", { surprise: 1 }, /^ has unknown fields: surprise/],
  ])("are refused if %s, by field", async (_what, change, words) => {
    const result = await proposeRules(change, (await nextDay(world)) + 9);
    if (result.ok) throw new Error("it was proposed");
    const said = result.problems.map(({ field, problem }) => `${field} ${problem}`.replace(/[\u202f\u00a0]/g, " "));
    expect(
      said.some((text) => words.test(text)),
      said.join("\n"),
    ).toBe(true);
    expect(await openProposal(world.ctx.db, "rules")).toBeNull();
  });

  test("are refused for a day that has been read, or that nobody would live to see", async () => {
    const day = await nextDay(world);
    const problemFor = async (fromDay: number) => {
      const result = await proposeRules(pot(72), fromDay);
      return result.ok ? null : result.problems;
    };
    expect(await problemFor(day - 1)).toEqual([
      { field: "fromDay", problem: expect.stringContaining(`the first day can be ${day}`) },
    ]);
    expect(await problemFor(day + 10_000)).toEqual([
      { field: "fromDay", problem: expect.stringContaining("at most 400") },
    ]);
    expect(await problemFor(1.5)).toMatchObject([{ field: "fromDay" }]);
    expect(await problemFor(day)).toBeNull();
  });

  test("need a reason", async () => {
    const draft = { kind: "rules", document: await nextRules(pot(72)), fromDay: (await nextDay(world)) + 1 } as const;
    await expect(propose(world.ctx, { draft, userId: ann, reason: " so " })).rejects.toMatchObject({
      code: "bad-input",
    });
  });

  test("that are the same from an earlier day on are a change", async () => {
    const day = await nextDay(world);
    await confirmRules(await proposed(pot(73), day + 20));
    expect((await proposeRules({}, day + 20)).ok).toBe(false);
    expect((await proposeRules({}, day + 19)).ok).toBe(true);
  });
});

describe("of several at once", () => {
  test("one proposal is open", async () => {
    const day = (await nextDay(world)) + 5;
    const results = await Promise.allSettled([proposeRules(pot(74), day), proposeRules(pot(75), day, ben)]);
    expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(results.find(({ status }) => status === "rejected")).toMatchObject({
      reason: { code: "conflict", message: expect.stringMatching(/(Ann|Ben) has proposed rules already/) },
    });
  });

  test("one confirmation counts", async () => {
    const hash = await proposed(pot(76), (await nextDay(world)) + 5);
    const before = (await newestDocument(world.ctx.db, "rules")).version;
    const results = await Promise.allSettled([confirmRules(hash), confirmRules(hash)]);
    expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect((await newestDocument(world.ctx.db, "rules")).version).toBe(before + 1);
  });

  test("a confirmation or a withdrawal ends it, not both", async () => {
    const hash = await proposed(pot(77), (await nextDay(world)) + 5);
    const before = (await newestDocument(world.ctx.db, "rules")).version;
    const both = [confirmRules(hash), withdraw(world.ctx, { kind: "rules", hash, userId: ann })];
    const [confirmed] = await Promise.allSettled(both);
    const [row] = await world.ctx.db.select().from(proposal).where(eq(proposal.hash, hash));
    const isConfirmed = confirmed?.status === "fulfilled";
    expect(row?.state).toBe(isConfirmed ? "confirmed" : "withdrawn");
    expect((await newestDocument(world.ctx.db, "rules")).version).toBe(before + (isConfirmed ? 1 : 0));
  });
});

describe("a confirmation", () => {
  test("of a proposal that was withdrawn and replaced is refused, and names the other", async () => {
    const day = (await nextDay(world)) + 5;
    const old = await proposed(pot(78), day);
    await withdraw(world.ctx, { kind: "rules", hash: old, userId: ben });
    await expect(confirmRules(old)).rejects.toMatchObject({
      code: "conflict",
      message: /no proposal of rules is open/,
    });
    const other = await proposed(pot(79), day);
    await expect(confirmRules(old)).rejects.toThrow(new RegExp(`another proposal of rules is open, ${other}`));
    expect(await deedsOf(old)).toEqual([`rules.propose user:${ann}`, `rules.withdraw user:${ben}`]);
  });

  test("is refused if the day was read meanwhile: it ends by its own rules", async () => {
    const day = await endNextDay(world);
    const hash = await proposed(pot(80), day);
    const before = await rulesInForce(world.ctx.db, day);
    await stepToState(world, day, "SNAPSHOT");
    await expect(confirmRules(hash)).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringMatching(new RegExp(`fromDay is ${day}; day ${day} has been read`)),
    });
    await liveToState(world, day, "PAID");
    expect((await snapshotOf(world, day))?.rulesVersion).toBe(before?.version);
  });

  test("that commits while the day is being read is seen: the day is read by the new rules", async () => {
    const day = await endNextDay(world);
    await scan(world);
    // Opens the days that have begun, so that the next step reads this one.
    expect((await JOBS.advance(world.ctx)).detail).toBe("new days were opened");
    let reading: Promise<unknown> = Promise.resolve();
    let isOver = false;
    const document = await nextRules(pot(81));
    await withTransaction(world.ctx.db, async (tx) => {
      await lockRules(tx);
      await putRulesInForce(tx, { document, fromDay: day }, "cli:test");
      reading = JOBS.advance(world.ctx).finally(() => {
        isOver = true;
      });
      const waits = () =>
        world.ctx.db.execute(`select 1 from pg_stat_activity where wait_event_type = 'Lock'
        and datname = current_database() and query like '%rules_version%'`);
      while (!isOver && (await waits()).length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
      expect(isOver).toBe(false);
    });
    await reading;
    await liveToState(world, day, "PAID");
    expect((await snapshotOf(world, day))?.rulesVersion).toBe(document.version);
  });

  test("of a change of an older version is refused", async () => {
    const day = (await nextDay(world)) + 5;
    const hash = await proposed(pot(82), day);
    await withTransaction(world.ctx.db, async (tx) =>
      putRulesInForce(tx, { document: await nextRules(pot(83)), fromDay: day }, "cli:test"),
    );
    await expect(confirmRules(hash)).rejects.toMatchObject({ code: "conflict", message: /version/ });
  });
});

describe("new operations", () => {
  const draftOf = async (field: string, value: number) => ({
    kind: "operations" as const,
    document: withValue((await newestDocument(world.ctx.db, "operations")).document, field, value),
    fromDay: null,
  });
  const proposeOperations = async (field: string, value: number) =>
    propose(world.ctx, { draft: await draftOf(field, value), userId: ann, reason: REASON });

  test("hold from the confirmation on, and a plan that is proposed keeps its deadline", async () => {
    const result = await proposeOperations("confirmDepth", 4);
    if (!result.ok) throw new Error(JSON.stringify(result.problems));
    const { hash } = result;
    await expect(confirm(world.ctx, { kind: "operations", hash, userId: ann })).rejects.toThrow(/second person/);
    expect((await operationsInForce(world.ctx.db)).confirmDepth).toBe(3);
    expect(await confirm(world.ctx, { kind: "operations", hash, userId: ben })).toEqual({ version: 2 });
    expect((await operationsInForce(world.ctx.db)).confirmDepth).toBe(4);
    const [newest] = await listVersions(world.ctx.db, "operations", 1);
    expect(newest).toMatchObject({
      agreed: { proposer: "Ann", second: "Ben" },
      inForce: null,
      changes: [{ field: "confirmDepth", before: 3, after: 4 }],
    });
  });

  test.each([
    ["confirmDepth", 0, "confirmDepth"],
    ["approvalDueMs", 900_000, ""],
    ["transactionLifetimeMs", 30 * 60_000, null],
  ])("%s of %i is judged", async (field, value, wrong) => {
    const judged = await checkDraft(world.ctx, await draftOf(field, value));
    expect(judged.ok ? null : judged.problems.map((problem) => problem.field)).toEqual(wrong === null ? null : [wrong]);
  });

  test("a proposal of them and one of rules may be open at the same time", async () => {
    await proposed(pot(84), (await nextDay(world)) + 5);
    expect((await proposeOperations("confirmDepth", 5)).ok).toBe(true);
  });
});

test("every version has its audit row", async () => {
  const rows = await world.ctx.db.select().from(auditEvent).where(like(auditEvent.action, "rules.add"));
  expect(rows).toHaveLength(await world.ctx.db.$count(rulesVersion));
});
