import { desc, inArray } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { day, rulesVersion } from "@/db/schema";
import { withTransaction } from "@/db/transaction";
import { PAID_DAY_STATES } from "@/server/domain/day/states";
import { govern } from "@/server/testing/services/govern";
import { attemptState, attemptsOf, dayOf, stateOf } from "@/server/testing/services/look";
import { type PoolMove, paidByAddress, readPoolMoves, takeMoveBack } from "@/server/testing/services/pool-moves";
import { endNextDay, LOSE, liveToState, scan, stepUntil } from "@/server/testing/services/steps";
import { verifyDay } from "@/server/testing/services/verify-day";
import { startWorld, type World } from "@/server/testing/services/world";
import { DAILY_LIMIT_LOVELACE } from "@/server/testing/services/world-terms";
import { checkEligibility } from "../eligibility/check-eligibility";
import { putRulesInForce } from "../pool/put-in-force";
import type { RulesInForce } from "../settings-in-force";

let world: World;
let dayIndex: number;
beforeAll(async () => {
  const players = Array.from({ length: 5 }, (_, index) => ({ tokens: BigInt(index + 1) * 10n, plays: true }));
  world = await startWorld({
    players,
    potLovelace: 200_000_000n,
    operations: { mostOutputsInBatch: 2, mostInFlight: 1, deadlineMs: 90_000 },
  });
});
// Each test has its own day, in one world, which pays the first of its three batches. The day before is over.
beforeEach(async () => {
  dayIndex = await endNextDay(world);
  await stepUntil(world, async () => (await attemptState(world, dayIndex, 1)) === "IN_LEDGER");
});
afterEach(() => world.control.clearFaults());
afterAll(() => world.stop());

/** Nothing more lands before the deadline. */
async function passDeadline(): Promise<void> {
  await world.control.setFaults(LOSE);
  const { deadlineMs } = await dayOf(world, dayIndex);
  await stepUntil(world, async () => (await world.control.state()).tip.timeMs > (deadlineMs ?? 0));
  await world.control.clearFaults();
}

/** What moved the pool under this day's plan. */
async function kindsOfPlan(of = dayIndex): Promise<(string | undefined)[]> {
  const { planDigest } = await dayOf(world, of);
  return kindsOf(await readPoolMoves(world), planDigest);
}

const kindsOf = (moves: readonly PoolMove[], plan: string | null) =>
  moves.filter(({ after }) => after.datum.plan === plan).map(({ redeemer }) => redeemer?.kind);

/** The rest is paid with the next day's prizes: everybody has what both days earned them. */
async function expectCarried(next = dayIndex + 1): Promise<void> {
  await liveToState(world, next, "FINAL");
  expect(await stateOf(world, dayIndex)).toBe("CARRIED");
  const first = await verifyDay(world, dayIndex);
  const last = await verifyDay(world, next);
  expect(last.open).toMatchObject({ dayIndex, outputs: 3 });
  const days = BigInt(next - dayIndex + 1);
  for (const { wallet } of world.players) await expectToldAsPaid(wallet.address);
  expect(last.totals.payoutLovelace + (first.batches[0]?.totalLovelace ?? 0n)).toBe(days * world.potLovelace);
}

/** What a player's page calls paid is what the chain shows for days that are paid, or carried on. */
async function expectToldAsPaid(address: string): Promise<void> {
  const found = await checkEligibility(world.ctx, { address });
  const days = await world.ctx.db
    .select()
    .from(day)
    .where(inArray(day.state, [...PAID_DAY_STATES, "CARRIED"]));
  const plans = new Set(days.map(({ planDigest }) => planDigest));
  const moves = (await readPoolMoves(world)).filter(({ after }) => plans.has(after.datum.plan));
  expect("history" in found ? found.history.confirmedLovelace : null).toBe(paidByAddress(moves).get(address) ?? 0n);
}

it("a plan whose deadline passes is ended by the engine, and the next day pays the rest", async () => {
  await passDeadline();
  await liveToState(world, dayIndex, "PART_PAID");
  await verifyDay(world, dayIndex);
  expect(await kindsOfPlan()).toEqual(["commit", "pay", "expire"]);
  await expectCarried();
});

it("a plan that is cancelled while it is paid leaves its rest to the next day", async () => {
  await govern(world, { kind: "cancel" });
  await liveToState(world, dayIndex, "PART_PAID");
  expect(await kindsOfPlan()).toEqual(["commit", "pay", "cancel"]);
  await expectCarried();
});

it("a rollback takes the Expire: the day is PAYING again, and the same bytes end it once more", async () => {
  await passDeadline();
  await liveToState(world, dayIndex, "PART_PAID");
  const before = await attemptsOf(world, dayIndex);
  await undoLast("expire");
  expect(await stateOf(world, dayIndex)).toBe("PAYING");
  await liveToState(world, dayIndex, "PART_PAID");
  expect((await attemptsOf(world, dayIndex)).map(({ txBytes }) => txBytes)).toEqual(
    before.map(({ txBytes }) => txBytes),
  );
  await expectCarried();
});

it("a rollback takes the next day's Commit, and the day stays PART_PAID until it is final", async () => {
  await passDeadline();
  await liveToState(world, dayIndex + 1, "PAID");
  expect(await stateOf(world, dayIndex)).toBe("PART_PAID");
  await undoLast("commit");
  expect(await stateOf(world, dayIndex + 1)).toBe("APPROVED");
  expect(await stateOf(world, dayIndex)).toBe("PART_PAID");
  await expectCarried();
});

it("a rollback takes all of it, down to the Commit: the day is paid as if nothing had been", async () => {
  await govern(world, { kind: "cancel" });
  await liveToState(world, dayIndex, "PART_PAID");
  await undoLast("commit");
  expect(await stateOf(world, dayIndex)).toBe("APPROVED");
  await liveToState(world, dayIndex, "FINAL");
  await verifyDay(world, dayIndex);
});

it("a day that can pay nothing leaves the rest where it is, and the day after pays it once", async () => {
  await changeRules(dayIndex + 1, { totalLovelace: 1_000_000n, hourlyLovelace: null });
  await changeRules(dayIndex + 2, { totalLovelace: DAILY_LIMIT_LOVELACE, hourlyLovelace: null });
  await passDeadline();
  await liveToState(world, dayIndex + 1, "CLOSED");
  expect(await stateOf(world, dayIndex)).toBe("PART_PAID");
  const closed = await verifyDay(world, dayIndex + 1);
  expect(closed.open).toMatchObject({ dayIndex, outputs: 3 });
  expect(closed.totals).toMatchObject({ openingLovelace: 0n, carriedLovelace: world.potLovelace });
  await expectCarried(dayIndex + 2);
  await verifyDay(world, dayIndex + 1);
});

async function undoLast(kind: "commit" | "expire"): Promise<void> {
  await takeMoveBack(world, kind);
  await world.control.mine(1);
  await scan(world);
}

type Limits = RulesInForce["rules"]["dayLimits"];

async function changeRules(fromDay: number, { totalLovelace, hourlyLovelace }: Limits): Promise<void> {
  const [newest] = await world.ctx.db.select().from(rulesVersion).orderBy(desc(rulesVersion.version)).limit(1);
  const dayLimits = { totalLovelace: `${totalLovelace}`, hourlyLovelace: hourlyLovelace && `${hourlyLovelace}` };
  const document = { ...(newest?.document as object), dayLimits, version: (newest?.version ?? 0) + 1 };
  await withTransaction(world.ctx.db, (tx) => putRulesInForce(tx, { document, fromDay }, "cli:test"));
}
