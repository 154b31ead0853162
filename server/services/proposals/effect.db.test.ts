import { afterAll, beforeAll, expect, test } from "vitest";
import { dayEndMs } from "@/server/domain/day/calendar";
import { parseOperations } from "@/server/domain/day/operations";
import type { DocumentKind } from "@/server/domain/rules/document";
import { parseRules, type Rules } from "@/server/domain/rules/rules";
import { addPerson } from "@/server/testing/services/add-person";
import { dayOf } from "@/server/testing/services/look";
import { endNextDay, liveToState, stepToState } from "@/server/testing/services/steps";
import { verifyDay } from "@/server/testing/services/verify-day";
import { startWorld, type World } from "@/server/testing/services/world";
import { INTERVAL_MS, TEST_OPERATIONS } from "@/server/testing/services/world-terms";
import { sayDayEffect, sayDueChange } from "@/server/words/document/say-effect";
import { loadToSign } from "../approval/to-sign";
import { loadLivePool } from "../pool/load-pool";
import { confirm } from "./confirm";
import { newestDocument } from "./newest-document";
import { operationsEffect } from "./operations-effect";
import { propose } from "./propose";
import { COMMAND_BOUNDS, type EffectBounds, rulesEffect } from "./rules-effect";

let world: World;
let paid: number;
beforeAll(async () => {
  world = await startWorld();
  paid = await endNextDay(world);
  await liveToState(world, paid, "PAID");
});
afterAll(() => world.stop());

async function rulesWith(change: Record<string, unknown>): Promise<Rules> {
  const { document } = await newestDocument(world.ctx.db, "rules");
  const parsed = parseRules({ ...document, ...change });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.rules;
}
async function saidOf(change: Record<string, unknown>, bounds: EffectBounds = COMMAND_BOUNDS): Promise<string> {
  const effects = await rulesEffect(world.ctx, await rulesWith(change), bounds);
  return effects
    .flatMap(sayDayEffect)
    .join(" ")
    .replace(/[\u202f\u00a0]/g, " ");
}
const fixed = (ada: number) => ({ pot: { kind: "fixed", lovelace: `${ada}000000` } });

test("of other rules is what they would have paid on the days that are paid, from what was read then", async () => {
  expect(await saidOf({})).toBe(`Day ${paid} would have paid the same, 1 000.00 ADA to 2 addresses.`);
  const less = await saidOf(fixed(70));
  expect(less).toContain(`Day ${paid}: 70.00 ADA to 2 addresses instead of 1 000.00 ADA to 2 addresses;`);
  expect(less).toContain("the pot 70.00 ADA instead of 1 000.00 ADA");
  expect(less).toContain("Of the addresses, 2 would have got less.");
  expect(less).toMatch(/Most changed: addr_test1\S+ 42\.00 ADA instead of 600\.00 ADA; addr_test1\S+ 28\.00 ADA/);
  const [rich] = world.players;
  const excluded = { addresses: [rich?.wallet.address], identities: [] };
  expect(await saidOf({ excluded })).toContain("1 would have got more, 1 would have got nothing any more.");
  expect(await saidOf({ holding: { minimumQuantity: "1000000" } })).toContain("0.00 ADA to 0 addresses instead of");
});

test("is not guessed where it cannot be known", async () => {
  const unread = { minimumLovelace: "9000000", playerDatumField: null, windowDays: null, minimumPlays: 1 };
  expect(await saidOf({ prizeAsset: "ee".repeat(28) })).toMatch(/^Day \d+ is not known: the token or the plays/);
  expect(await saidOf({ participation: unread })).toMatch(/not followed then/);
  expect(await saidOf(fixed(70), { ...COMMAND_BOUNDS, mostOutputs: 2 })).toMatch(/too large/);
  expect(await saidOf(fixed(70), { ...COMMAND_BOUNDS, mostPlays: 1 })).toMatch(/too large/);
  expect(await saidOf(fixed(70), { ...COMMAND_BOUNDS, mostOutputs: 3, mostPlays: 2 })).toMatch(/70\.00 ADA/);
  expect(await rulesEffect(world.ctx, await rulesWith({}), { ...COMMAND_BOUNDS, days: 0 })).toEqual([]);
});

/** Two people change a document at once. */
async function change(kind: DocumentKind, document: unknown, fromDay: number | null): Promise<void> {
  const [ann, ben] = [await addPerson(world.ctx.db, "Ann", "admin"), await addPerson(world.ctx.db, "Ben", "admin")];
  const reason = "It was decided in the forum.";
  const result = await propose(world.ctx, { draft: { kind, document, fromDay }, userId: ann, reason });
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  await confirm(world.ctx, { kind, hash: result.hash, userId: ben });
}

test("of other operations is when things are due; a proposed plan keeps deadline and text, and is paid by its rules", async () => {
  const dayIndex = await endNextDay(world);
  await stepToState(world, dayIndex, "PROPOSED");
  const pool = await loadLivePool(world.ctx.db);
  if (!pool) throw new Error("there is no pool");
  const textNow = async () => (await loadToSign(world.ctx.db, await dayOf(world, dayIndex), pool)).texts.approve;
  const [text, { deadlineMs }] = [await textNow(), await dayOf(world, dayIndex)];
  const other = { ...TEST_OPERATIONS, approvalDueMs: 40_000, deadlineMs: 500_000, snapshotDepth: 6 };
  const parsed = parseOperations(other);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  const [first] = await operationsEffect(world.ctx, parsed.operations);
  expect(first).toMatchObject({ dayIndex, state: "PROPOSED", after: { deadlineMs } });
  const due = new Date(dayEndMs(dayIndex, INTERVAL_MS) + 40_000).toISOString().slice(11, 19);
  expect(first && sayDueChange(first)).toMatch(
    new RegExp(`^Day ${dayIndex}: approvals due \\S+ ${due} UTC instead of`),
  );

  const { document } = await newestDocument(world.ctx.db, "rules");
  const limits = { totalLovelace: "2000000", hourlyLovelace: "60000000" };
  await change("rules", { ...document, version: 2, ...fixed(1), dayLimits: limits }, dayIndex + 1);
  await change("operations", other, null);
  expect(await textNow()).toBe(text);
  expect((await dayOf(world, dayIndex)).deadlineMs).toBe(deadlineMs);
  await liveToState(world, dayIndex, "PAID");
  expect((await verifyDay(world, dayIndex)).totals).toMatchObject({ payoutLovelace: world.potLovelace });
});
