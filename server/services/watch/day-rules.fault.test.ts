import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { approval } from "@/db/schema";
import { dayEndMs } from "@/server/domain/day/calendar";
import type { IncidentKind } from "@/server/domain/monitoring/kinds";
import type { PlanSigner } from "@/server/domain/ports";
import { daysInProgress, nextDay } from "@/server/testing/services/look";
import { liveUntil } from "@/server/testing/services/pass-time";
import { endNextDay, liveToState, mineUntil, scan, stepToState } from "@/server/testing/services/steps";
import { startWorld, type World } from "@/server/testing/services/world";
import { BLOCK_MS, INTERVAL_MS, SNAPSHOT_DEPTH, TEST_OPERATIONS } from "@/server/testing/services/world-terms";
import { advanceDays } from "../advance/advance-days";
import { standingRefusals } from "../day/refusals";
import { look } from "./look";

/** So short that few days are late together. */
const DEADLINE_MS = 120_000;

/* One world lives through the troubles of its days, one after the other. */

let world: World;
let lateDay: number;
beforeAll(async () => {
  world = await startWorld({ potLovelace: 200_000_000n, operations: { deadlineMs: DEADLINE_MS } });
});
afterAll(() => world.stop());

/** Of these kinds, as a look finds them. */
async function find(...kinds: IncidentKind[]) {
  const { findings, unknown } = await look(world.ctx, Date.now());
  expect(unknown.filter((kind) => kinds.includes(kind))).toEqual([]);
  return findings.filter(({ kind }) => kinds.includes(kind));
}
const OF_DAYS: IncidentKind[] = ["day-overdue", "day-behind", "day-stopped", "approval-late", "batch-unconfirmed"];
const withApprovers = (approvers: readonly PlanSigner[]): World => ({ ...world, ctx: { ...world.ctx, approvers } });

/** Blocks come, and are read; nobody does anything else. */
async function readUntil(timeMs: number) {
  await mineUntil(world, timeMs);
  await scan(world);
}

it("an approver whom the last days did not hear from is named, if people were asked", async () => {
  await liveToState(world, await endNextDay(world), "PAID");
  await liveToState(world, await endNextDay(world), "PAID");
  expect(await find("approver-silent")).toEqual([]);
  // As if the two who signed were people in the console.
  await world.ctx.db.update(approval).set({ userId: crypto.randomUUID() }).where(eq(approval.role, "approver"));
  expect(await find("approver-silent")).toMatchObject([
    { subject: expect.stringMatching(/^key:/), fact: expect.stringMatching(/has signed none of the 2 days/) },
  ]);
});

it("a signer whose signature is wrong is told of, and asked no more for this plan; others approve it", async () => {
  const [first, ...good] = world.ctx.approvers;
  if (!first) throw new Error("the world has approvers");
  let asked = 0;
  const signPlan = async () => {
    asked++;
    return "00".repeat(64);
  };
  const dayIndex = await endNextDay(world);
  await stepToState(withApprovers([]), dayIndex, "PROPOSED");
  const { ctx } = withApprovers([{ ...first, name: "liar", signPlan }]);
  for (let round = 0; round < 4; round++) await advanceDays(ctx);
  expect(asked).toBe(1);
  expect(await find("signature-wrong")).toMatchObject([{ subject: `day:${dayIndex} liar` }]);
  await stepToState(withApprovers([first, ...good]), dayIndex, "APPROVED");
  expect(await find("signature-wrong")).toEqual([]);
  expect(await standingRefusals(world.ctx.db, dayIndex)).toEqual([]);
});

it("a day that nobody opens is behind once it could have been read, and overdue once it was to be paid", async () => {
  await liveUntil(world, async () => (await daysInProgress(world)) === 0);
  lateDay = await nextDay(world);
  const endMs = dayEndMs(lateDay, INTERVAL_MS);
  const readableMs = endMs + SNAPSHOT_DEPTH * BLOCK_MS;
  await readUntil(readableMs);
  expect(await find(...OF_DAYS)).toEqual([]);
  await readUntil(readableMs + INTERVAL_MS + BLOCK_MS);
  const subject = `day:${lateDay}`;
  expect(await find(...OF_DAYS)).toMatchObject([
    {
      kind: "day-behind",
      subject,
      fact: expect.stringMatching(/is still (“In progress”|not opened), .* Awaited: the engine/),
    },
  ]);
  await readUntil(endMs + DEADLINE_MS + INTERVAL_MS - 2 * BLOCK_MS);
  expect(await find("day-overdue")).toEqual([]);
  await readUntil(endMs + DEADLINE_MS + INTERVAL_MS);
  expect(await find("day-overdue")).toMatchObject([
    { subject, fact: expect.stringMatching(/3 later days wait for it/) },
  ]);
});

it("half of the time for approvals tells of those that are missing, and a paid day ends all that was told", async () => {
  const subject = `day:${lateDay}`;
  await stepToState(withApprovers([]), lateDay, "PROPOSED");
  expect(await find("approval-late")).toEqual([]);
  await world.control.mine(TEST_OPERATIONS.approvalDueMs / BLOCK_MS / 2 + 1);
  await scan(world);
  expect(await find("approval-late", "day-overdue")).toMatchObject([
    { kind: "day-overdue", subject },
    { kind: "approval-late", subject, fact: expect.stringMatching(/the oracle has not signed it|0 of 2 approvals/) },
  ]);
  await liveToState(world, lateDay, "PAID");
  // The next one is as late, and has its own time from its turn on.
  expect(await find(...OF_DAYS)).toEqual([]);
});
