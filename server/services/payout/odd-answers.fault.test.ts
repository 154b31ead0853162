import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { createBlockfrostSource } from "@/server/chain/sources/blockfrost/source";
import type { FaultRule } from "@/server/devnet/faults";
import { someOf } from "@/server/testing/full";
import { attemptState, attemptsOf } from "@/server/testing/services/look";
import { endNextDay, liveToState, stepUntil } from "@/server/testing/services/steps";
import { verifyDay } from "@/server/testing/services/verify-day";
import { startWorld, type World } from "@/server/testing/services/world";

let world: World;
let dayIndex: number;
beforeAll(async () => {
  const made = await startWorld();
  const source = createBlockfrostSource({ url: made.devnet.url, name: "devnet", submitTimeoutMs: 250 });
  world = { ...made, ctx: { ...made.ctx, source } };
});
// Each test has its own day, in one world.
beforeEach(async () => {
  dayIndex = await endNextDay(world);
});
afterEach(() => world.control.clearFaults());
afterAll(() => world.stop());

const SPENT = 'ConwayMempoolFailure "All inputs are spent. Transaction has probably already been included"';
const ON_SUBMIT = { path: "^/tx/submit$", method: "POST" };

/** One fault for the Commit and one for the payment. Each was sent once and is never built again. */
async function payThrough(...faults: FaultRule[]): Promise<string[]> {
  await world.control.setFaults(...faults);
  await stepUntil(world, async () => (await attemptState(world, dayIndex, 1)) === "BROADCAST");
  const answers = (await attemptsOf(world, dayIndex)).map(({ lastOutcome }) => lastOutcome ?? "none");
  await liveToState(world, dayIndex, "PAID");
  expect((await attemptsOf(world, dayIndex)).map(({ batchNo }) => batchNo)).toEqual([0, 1]);
  expect((await world.control.state()).faults).toEqual([]);
  await verifyDay(world, dayIndex);
  return answers;
}

const AFTER_ACCEPTING = [
  ["a time-out after it was accepted", "timeout", /ambiguous/],
  ["a 500 after it was accepted", "500", /ambiguous.*500/],
  ["a connection dropped after it was accepted", "drop", /ambiguous/],
  ["the bare hash instead of JSON", "bare-hash", /accepted/],
] as const;
it.each(someOf(AFTER_ACCEPTING, 2))("a submission answered by %s: the day is paid once", async (_, answer, said) => {
  const [commit] = await payThrough({ ...ON_SUBMIT, kind: "accept-then-error", answer, times: 2 });
  expect(commit).toMatch(said);
});

const NOT_ACCEPTING = [
  ["a time-out, not accepted", { kind: "timeout" }],
  ["a dropped connection, not accepted", { kind: "drop" }],
  ["a 503 of a proxy", { kind: "status", status: 503, body: "<html>busy</html>" }],
  ["an unknown error", { kind: "status", status: 400, body: "frobnication of the quux" }],
  ["'inputs already spent' although nothing was", { kind: "status", status: 400, body: SPENT }],
  ["accepted, then lost by the mempool", { kind: "accept-and-lose" }],
] as const;
it.each(someOf(NOT_ACCEPTING, 3))("a submission answered by %s: the same bytes are sent again", async (_, effect) => {
  await payThrough({ ...ON_SUBMIT, ...effect, times: 2 } as FaultRule);
  const [commit] = await attemptsOf(world, dayIndex);
  expect(commit?.broadcasts).toBeGreaterThan(1);
});

it("'inputs already spent' for our own success, sent again before it was seen: nothing is given up", async () => {
  await stepUntil(world, async () => (await attemptState(world, dayIndex, 1)) === "BROADCAST");
  const [, pay] = await attemptsOf(world, dayIndex);
  const answer = await world.ctx.source.submit(Buffer.from(pay?.txBytes ?? "", "hex"));
  expect(answer).toMatchObject({ kind: "ambiguous", detail: expect.stringMatching(/already been included/) });
  await liveToState(world, dayIndex, "PAID");
  expect(await attemptsOf(world, dayIndex)).toHaveLength(2);
  await verifyDay(world, dayIndex);
});
