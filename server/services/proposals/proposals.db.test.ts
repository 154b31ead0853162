import { eq, like } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { auditEvent, outbox, rulesVersion, user } from "@/db/schema";
import { withValue } from "@/server/domain/rules/document";
import { addPerson } from "@/server/testing/services/add-person";
import { nextDay } from "@/server/testing/services/look";
import { pot, proposing, REASON } from "@/server/testing/services/proposing";
import { endNextDay, liveToState } from "@/server/testing/services/steps";
import { verifyDay } from "@/server/testing/services/verify-day";
import { startWorld, type World } from "@/server/testing/services/world";
import { operationsInForce, rulesInForce } from "../settings-in-force";
import { checkDraft } from "./check-draft";
import { confirm } from "./confirm";
import { listVersions } from "./list-versions";
import { newestDocument } from "./newest-document";
import { openProposal, whyNotConfirm } from "./open-proposal";
import { proposalsToConfirm } from "./proposals-to-confirm";
import { propose } from "./propose";

let world: World;
let people: Awaited<ReturnType<typeof proposing>>;
beforeAll(async () => {
  world = await startWorld();
  people = await proposing(world);
  await liveToState(world, await endNextDay(world), "PAID");
});
afterAll(() => world.stop());
beforeEach(() => people.withdrawAll());

describe("new rules", () => {
  test("come into force from their day on, when a second person has confirmed them", async () => {
    const day = await endNextDay(world);
    const hash = await people.proposed(pot(70), day);
    expect((await rulesInForce(world.ctx.db, day))?.version).toBe(1);
    expect(await people.confirmRules(hash)).toEqual({ version: 2 });
    expect((await rulesInForce(world.ctx.db, day - 1))?.version).toBe(1);
    expect((await rulesInForce(world.ctx.db, day))?.version).toBe(2);
    expect(await people.deedsOf(hash)).toEqual([
      `rules.propose user:${people.ann}`,
      `rules.confirm user:${people.ben}`,
    ]);
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
    const carla = await addPerson(world.ctx.db, "Carla", "approver");
    await expect(people.proposeRules(pot(71), day + 9, carla)).rejects.toMatchObject({ code: "not-allowed" });
    const hash = await people.proposed(pot(71), day + 9);
    await expect(people.confirmRules(hash, people.ann)).rejects.toThrow(/second person/);
    await expect(people.confirmRules(hash, carla)).rejects.toMatchObject({ code: "not-allowed" });
    const open = await openProposal(world.ctx.db, "rules");
    expect(open && whyNotConfirm(open, { id: people.ann, name: "Ann", role: "admin" })).toMatch(/second person/);
    expect(open && whyNotConfirm(open, { id: people.ben, name: "Ben", role: "admin" })).toBeNull();
    const canConfirm = (id: string) => proposalsToConfirm(world.ctx.db, { id, name: "Somebody", role: "admin" });
    expect([await canConfirm(people.ann), await canConfirm(people.ben)]).toEqual([[], ["rules"]]);
    const setDisabled = (disabled: boolean) =>
      world.ctx.db.update(user).set({ disabled }).where(eq(user.id, people.ann));
    await setDisabled(true);
    await expect(people.confirmRules(hash)).rejects.toThrow(/may not act any more/);
    await setDisabled(false);
    await world.ctx.db.update(user).set({ role: "viewer" }).where(eq(user.id, people.ann));
    await expect(people.confirmRules(hash)).rejects.toThrow(/Ann is viewer/);
    await world.ctx.db.update(user).set({ role: "admin" }).where(eq(user.id, people.ann));
    expect((await newestDocument(world.ctx.db, "rules")).version).toBe(2);
  });

  test.each<[string, Record<string, unknown>, RegExp]>([
    ["nothing changes", {}, /^ nothing differs from version 2/],
    [
      "they follow older rules",
      { version: 2, ...pot(5) },
      /^version must be 3, since the newest is 2, not 2: start from the newest/,
    ],
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
    const result = await people.proposeRules(change, (await nextDay(world)) + 9);
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
      const result = await people.proposeRules(pot(72), fromDay);
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
    const draft = {
      kind: "rules",
      document: await people.nextRules(pot(72)),
      fromDay: (await nextDay(world)) + 1,
    } as const;
    await expect(propose(world.ctx, { draft, userId: people.ann, reason: " so " })).rejects.toMatchObject({
      code: "bad-input",
    });
  });

  test("that are the same from an earlier day on are a change", async () => {
    const day = await nextDay(world);
    await people.confirmRules(await people.proposed(pot(73), day + 20));
    expect((await people.proposeRules({}, day + 20)).ok).toBe(false);
    expect((await people.proposeRules({}, day + 19)).ok).toBe(true);
  });
});

describe("new operations", () => {
  const draftOf = async (field: string, value: number) => ({
    kind: "operations" as const,
    document: withValue((await newestDocument(world.ctx.db, "operations")).document, field, value),
    fromDay: null,
  });
  const proposeOperations = async (field: string, value: number) =>
    propose(world.ctx, { draft: await draftOf(field, value), userId: people.ann, reason: REASON });

  test("hold from the confirmation on, and a plan that is proposed keeps its deadline", async () => {
    const result = await proposeOperations("confirmDepth", 4);
    if (!result.ok) throw new Error(JSON.stringify(result.problems));
    const { hash } = result;
    await expect(confirm(world.ctx, { kind: "operations", hash, userId: people.ann })).rejects.toThrow(/second person/);
    expect((await operationsInForce(world.ctx.db)).confirmDepth).toBe(3);
    expect(await confirm(world.ctx, { kind: "operations", hash, userId: people.ben })).toEqual({ version: 2 });
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
    await people.proposed(pot(84), (await nextDay(world)) + 5);
    expect((await proposeOperations("confirmDepth", 5)).ok).toBe(true);
  });
});

test("every version has its audit row", async () => {
  const rows = await world.ctx.db.select().from(auditEvent).where(like(auditEvent.action, "rules.add"));
  expect(rows).toHaveLength(await world.ctx.db.$count(rulesVersion));
});
