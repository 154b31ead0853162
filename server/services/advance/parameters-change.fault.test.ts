import { eq } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { day } from "@/db/schema";
import { BLOCKS_IN_DOUBT } from "@/server/domain/day/doubt";
import type { DayState } from "@/server/domain/day/states";
import { runRound } from "@/server/jobs/run-job";
import { attemptState, attemptsOf, dayOf, snapshotOf, stateOf } from "@/server/testing/services/look";
import { endNextDay, liveToState, mineUntil, stepToState, stepUntil } from "@/server/testing/services/steps";
import { releaseByTwo } from "@/server/testing/services/two-people";
import { verifyDay } from "@/server/testing/services/verify-day";
import { startWorld, type World } from "@/server/testing/services/world";
import { advanceDays } from "./advance-days";

let world: World;
let dayIndex: number;
beforeAll(async () => {
  world = await startWorld({ potLovelace: 100_000_000n });
});
// Each test has its own day, in one world.
beforeEach(async () => {
  dayIndex = await endNextDay(world);
});
afterEach(() => world.control.clearFaults());
afterAll(() => world.stop());

const FEES = { min_fee_a: 44_000 };
const MINIMUM = { coins_per_utxo_size: "43100000" };
const SIZE = { max_tx_size: 400 };
const WORK = { max_tx_ex_mem: "1000" };

/** The chain has other parameters, as after an epoch's end; for so many answers, if they are counted. */
const tellOthers = (changes: Readonly<Record<string, number | string>>, times?: number) =>
  world.control.setFaults({
    path: "^/epochs/latest/parameters$",
    kind: "lie",
    patch: Object.entries(changes).map(([name, value]) => ({ op: "replace", path: `/${name}`, value })),
    ...(times === undefined ? {} : { times }),
  });

/** Rounds over as many blocks as an answer has to last. */
async function doubtToTheEnd(state: DayState): Promise<void> {
  for (let block = 0; block < BLOCKS_IN_DOUBT; block++) {
    await runRound(world.ctx);
    expect(await stateOf(world, dayIndex)).toBe(state);
    await world.control.mine(1);
  }
  await runRound(world.ctx);
}

it("fees that rise within what the pool allows are paid", async () => {
  await stepToState(world, dayIndex, "COMMITTED");
  const [commit] = await attemptsOf(world, dayIndex);
  await tellOthers({ min_fee_a: 100, min_fee_b: 400_000 });
  await liveToState(world, dayIndex, "PAID");
  const pay = (await attemptsOf(world, dayIndex)).at(-1);
  expect(pay?.feeLovelace).toBeGreaterThan(commit?.feeLovelace ?? 0n);
  await verifyDay(world, dayIndex);
});

it("one old answer with which a batch cannot be built stops nothing: it is asked again, and the batch is paid", async () => {
  await stepToState(world, dayIndex, "PAYING");
  await tellOthers(FEES, 1);
  const { advance } = await runRound(world.ctx);
  expect(advance).toMatchObject({ result: "done", detail: expect.stringMatching(/fee would be.*asked again/) });
  expect(await dayOf(world, dayIndex)).toMatchObject({ state: "PAYING", doubt: { kind: "cannot-build" } });
  await liveToState(world, dayIndex, "PAID");
  expect(await dayOf(world, dayIndex)).toMatchObject({ doubt: null });
  await verifyDay(world, dayIndex);
});

it.each([
  ["a fee over what the pool allows", FEES, "fee-too-high"],
  ["a higher minimum of outputs", MINIMUM, "below-minimum"],
  ["a smaller size", SIZE, "too-large"],
  ["less work of scripts", WORK, "too-much-work"],
])(
  "%s, told over some blocks, stops a committed day with its reason; once it passes, it is released and paid",
  async (_, changes, kind) => {
    await stepToState(world, dayIndex, "PAYING");
    await tellOthers(changes);
    await doubtToTheEnd("PAYING");
    expect(await dayOf(world, dayIndex)).toMatchObject({
      state: "FROZEN",
      doubt: null,
      stopReason: { kind: "cannot-build", batchNo: 1, problem: { kind } },
    });
    await world.control.clearFaults();
    await releaseByTwo(world, dayIndex);
    await liveToState(world, dayIndex, "PAID");
    await verifyDay(world, dayIndex);
  },
);

it.each(["CHECKED", "PREVIEW"] as const)("one old answer to a day that is %s changes nothing", async (state) => {
  await stepToState(world, dayIndex, state);
  const before = await snapshotOf(world, dayIndex);
  await tellOthers({ min_fee_a: 45 }, 1);
  const { advance } = await runRound(world.ctx);
  expect(advance).toMatchObject({ result: "done", detail: expect.stringMatching(/parameters.*asked again/) });
  expect(await stateOf(world, dayIndex)).toBe(state);
  await liveToState(world, dayIndex, "PAID");
  expect(await dayOf(world, dayIndex)).toMatchObject({ snapshotId: before?.id, doubt: null });
  await verifyDay(world, dayIndex);
});

it.each(["CHECKED", "PREVIEW"] as const)(
  "parameters that have changed since have a day that is %s read again, once they were told over some blocks",
  async (state) => {
    await stepToState(world, dayIndex, state);
    const before = await snapshotOf(world, dayIndex);
    await tellOthers({ min_fee_a: 45 });
    await doubtToTheEnd(state);
    await liveToState(world, dayIndex, "PAID");
    const after = await snapshotOf(world, dayIndex);
    expect(after?.hash).toBe(before?.hash);
    expect(after?.parametersHash).not.toBe(before?.parametersHash);
    await verifyDay(world, dayIndex);
  },
);

it("a plan that cannot be made by the day's own parameters stops the day with the reason, after some blocks", async () => {
  await tellOthers(FEES);
  await stepToState(world, dayIndex, "CHECKED");
  await doubtToTheEnd("CHECKED");
  expect(await dayOf(world, dayIndex)).toMatchObject({
    state: "FROZEN",
    stopReason: { kind: "cannot-build", batchNo: null },
  });
  await world.control.clearFaults();
  await releaseByTwo(world, dayIndex);
  await liveToState(world, dayIndex, "PAID");
  await verifyDay(world, dayIndex);
});

it("a Commit that cannot be built waits in words, and stops nothing", async () => {
  await stepToState(world, dayIndex, "APPROVED");
  await tellOthers(FEES);
  const { advance } = await runRound(world.ctx);
  expect(advance).toMatchObject({
    result: "needs-human",
    detail: expect.stringMatching(/the Commit.*its fee would be/),
  });
  await runRound(world.ctx);
  expect(await stateOf(world, dayIndex)).toBe("APPROVED");
  await world.control.clearFaults();
  await liveToState(world, dayIndex, "PAID");
  await verifyDay(world, dayIndex);
});

it("collateral that is too small since its percentage rose is asked for, with its size", async () => {
  await stepToState(world, dayIndex, "PAYING");
  await tellOthers({ collateral_percent: 10_000_000 });
  const { advance } = await runRound(world.ctx);
  expect(advance.detail).toMatch(/no collateral: send one output of at least 1000000 ADA/);
  expect(await attemptState(world, dayIndex, 1)).toBe("none");
  await world.control.clearFaults();
  await liveToState(world, dayIndex, "PAID");
  await verifyDay(world, dayIndex);
});

it.each(["CALCULATED", "PREVIEW"] as const)(
  "a day that is %s is read again when the day before has another report than it was read on",
  async (state) => {
    await stepToState(world, dayIndex, state);
    const { reportHash } = await dayOf(world, dayIndex - 1);
    const tellReport = (hash: string | null) =>
      world.ctx.db
        .update(day)
        .set({ reportHash: hash })
        .where(eq(day.dayIndex, dayIndex - 1));
    await tellReport("00".repeat(32));
    const { detail } = await advanceDays(world.ctx);
    expect(detail).toMatch(/read again: the day before has another report/);
    expect(await dayOf(world, dayIndex)).toMatchObject({ state: "OPEN", snapshotId: null });
    await tellReport(reportHash);
    await liveToState(world, dayIndex, "PAID");
    expect(await snapshotOf(world, dayIndex)).toMatchObject({ previousReportHash: reportHash });
    await verifyDay(world, dayIndex);
  },
);

// The last one: many days end meanwhile.
it("a day that the oracle has signed for keeps its plan under other parameters: signers sign no other one", async () => {
  await stepToState(world, dayIndex, "PROPOSED");
  const signed = await dayOf(world, dayIndex);
  await tellOthers({ min_fee_a: 45 });
  // Nobody approves it in time, and it is proposed again.
  const unapproved = { ...world, ctx: { ...world.ctx, approvers: [] } };
  await mineUntil(world, signed.deadlineMs ?? 0);
  await stepUntil(unapproved, async () => (await dayOf(world, dayIndex)).deadlineMs !== signed.deadlineMs);
  await liveToState(world, dayIndex, "PAID");
  const { planDigest, snapshotId } = signed;
  expect(await dayOf(world, dayIndex)).toMatchObject({ planDigest, snapshotId });
  await verifyDay(world, dayIndex);
});
